/** What a key may say of the pages of a list. */
export interface PageWord {
  /** It holds what describes pages: `meta`, `paging`. */
  readonly isHolder: boolean;
  /** It holds the whole of a body: `data`, `response`. */
  readonly isWrapper: boolean;
  /** The next page, as a URL or cursor. */
  readonly isNext: boolean;
  /** Whether there is more. */
  readonly isFlag: boolean;
  /** Whether this is the last page. */
  readonly isLast: boolean;
  /** How many items there are in all. */
  readonly isTotal: boolean;
  /** The same, or how many this page has. */
  readonly isCount: boolean;
  /** How many pages there are. */
  readonly isPages: boolean;
}

const HOLDER =
  /^(?:meta(?:data)?|pagination|paging|paginator|pager|pageinfo|page|pages|links|cursors?|responsemetadata|resultinfo|search(?:metadata|info)|info|listinfo)$/;
const WRAPPER = /^(?:data|results?|resultlist|response|payload|body|content|d|message|query|hits|esearchresult)$/;
const NEXT =
  /^(?:next(?:page|records?|results?|continuation)?(?:url|uri|link|href|cursor|cursormark|token|offset|start|marker|key|page)?|continuation(?:token)?|continue|cursor(?:next)?|endcursor|after(?:cursor|url)?|scrollid|marker|startingafter|more\w*url|lastevaluatedkey)$/;
const FLAG =
  /^(?:hasmore(?:pages|items|results|data)?|hasnext(?:page)?|more(?:available|results|items|pages)?|istruncated|incompleteresults)$/;
const LAST = /^(?:(?:is)?last(?:page)?|lastpagereached|done|complete|endof(?:stream|records|results|data))$/;
const TOTAL =
  /^(?:total(?:count|items|results|records|entries|elements|size|hits)?|numfound|totalnumber|recordcount|nbhits|hitcount|numbermatched)$/;
const PAGES = /^(?:totalpages|pagecount|numpages|nbpages|lastpage|pages)$/;
const NOTHING: PageWord = {
  isHolder: false,
  isWrapper: false,
  isNext: false,
  isFlag: false,
  isLast: false,
  isTotal: false,
  isCount: false,
  isPages: false,
};

/** Keys that have been asked for. */
const known = new Map<string, PageWord | undefined>();
/** Keys of so many are remembered: bodies of one kind have the same. */
const MAX_KEYS = 1_000;
const MAX_KEY_LENGTH = 40;

/** What a key may say of pages; undefined if nothing. */
export function pageWord(key: string): PageWord | undefined {
  if (key.length > MAX_KEY_LENGTH) return undefined;
  if (known.has(key)) return known.get(key);
  if (known.size >= MAX_KEYS) known.clear();
  const word = readWord(plainKey(key));
  known.set(key, word);
  return word;
}

/** A key as words run together: `has_more`, `has-more` and `hasMore` are one, and so are `@odata.nextLink` and `next_link`. */
export function plainKey(key: string): string {
  return key
    .replace(/^@?odata\./i, '')
    .replace(/[^a-z\d]+/gi, '')
    .toLowerCase();
}

function readWord(plain: string): PageWord | undefined {
  const word = {
    isHolder: HOLDER.test(plain),
    isWrapper: WRAPPER.test(plain),
    isNext: NEXT.test(plain) || plain === 'offset',
    isFlag: FLAG.test(plain),
    isLast: LAST.test(plain),
    isTotal: TOTAL.test(plain),
    isCount: plain === 'count',
    isPages: PAGES.test(plain),
  };
  return Object.values(word).some(Boolean) ? word : undefined;
}

/** The same, of a key that may say nothing. */
export function wordOf(key: string): PageWord {
  return pageWord(key) ?? NOTHING;
}

/** Yes or no, as JSON or XML says it; undefined: something else. */
export function flagOf(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

/** A number of items or pages, as JSON or XML says it; undefined: something else. */
export function countIn(value: unknown): number | undefined {
  if (typeof value === 'string' && /^\d{1,12}$/.test(value)) return Number(value);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
