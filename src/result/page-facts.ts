import { RequestFailure } from '../request-failure.ts';
import { quotedNumberNotes } from './quoted-numbers.ts';
import { readContent, type BodyContent } from './read-content.ts';
import type { Reading } from './reading.ts';
import { callFunction, isFunction, type RunFunction } from './run-function.ts';
import { isOver, ownKey, plainNext } from './found-next.ts';
import { digestsOf, type PageDigests } from './page-digests.ts';
import { findMoreHints, namesEarlier, saysLast, saysNone, type MoreHint } from './page-hints.ts';
import { findList } from './page-places.ts';
import { answeredErrors } from './select/answered-errors.ts';
import { NothingExtracted, SelectError } from './select/select-error.ts';
import { isObject, shape } from './select/shape.ts';
import { saidOf, selectFrom } from './select-body.ts';

/** What is asked of one page of several. */
export interface PageQuestion {
  readonly reading: Reading;
  /** JMESPath to its items; undefined: the page itself. */
  readonly items: string | undefined;
  /** JMESPath to what comes next; undefined where a header or a count says it. */
  readonly next: string | undefined;
}

/** What must be known of a page to go on from it, without its items. */
export interface PageFacts extends PageDigests {
  /** Items in it. */
  readonly count: number;
  /** Whether its items are a list; a page that is one object counts as one item. */
  readonly isList: boolean;
  /** Whether it names a page before it. */
  readonly hasEarlier: boolean;
  /** Why it has no items; undefined if they were found. */
  readonly noItems: string | undefined;
  /** What `next` gave; undefined, null, false or empty at the end. */
  readonly next: unknown;
  /** Why `next` found nothing, as it is a key that is not there. */
  readonly noNext: string | undefined;
  /** Why `next` gave an empty list, if that may not be meant. */
  readonly emptyNext?: string | undefined;
  /** Where its longest list is, if it is an object that is joined whole; undefined without one. */
  readonly listPath: string | undefined;
  /** Items in that list. */
  readonly listCount: number;
  /** Whether it says that it is the last page. */
  readonly saysLast: boolean;
  /** What of the page says that there is more. */
  readonly hints: readonly MoreHint[];
  /** What is to be said of `next`, if it is a function. */
  readonly notes: readonly string[];
  /** What is to be said of a failure that it tells. */
  readonly errors: readonly string[];
  /** In a few words: what the page is. */
  readonly shape: string;
}

const XML = /[/+]xml\b/i;

export type PageOutcome = PageFacts | { readonly outcome: 'decode' | 'select_error'; readonly message: string };

/** Reads a page as far as following it takes; what is wrong with it is data. */
export async function readPageOutcome(body: Buffer, question: PageQuestion, runFunction?: RunFunction): Promise<PageOutcome> {
  try {
    return await readPageFacts(body, question, runFunction);
  } catch (error) {
    if (error instanceof SelectError) return { outcome: 'select_error', message: error.message };
    if (error instanceof RequestFailure) return { outcome: 'decode', message: error.message };
    throw error;
  }
}

async function readPageFacts(body: Buffer, question: PageQuestion, runFunction: RunFunction | undefined): Promise<PageFacts> {
  try {
    return await factsOf(await readContent(body, question.reading), question, body.length, runFunction);
  } catch (error) {
    if (!(error instanceof NothingExtracted)) throw error;
    const none = {
      count: 0,
      isList: false,
      digest: '',
      itemDigests: [],
      hasEarlier: false,
      next: undefined,
      noNext: undefined,
      listPath: undefined,
      listCount: 0,
      saysLast: false,
      hints: [],
      notes: [],
      errors: [],
    };
    return { ...none, noItems: error.message, shape: 'a document in which extract finds nothing' };
  }
}

async function factsOf(
  { value, hasQuotedNumbers }: BodyContent,
  { reading: { record = '{}', contentType = '' }, items, next }: PageQuestion,
  bytes: number,
  runFunction: RunFunction | undefined,
): Promise<PageFacts> {
  const pick = (expression: string, name: string): Promise<Picked> => {
    return isFunction(expression)
      ? picked(callFunction({ name: `paginate.${name}`, text: expression, body: value, record }, runFunction))
      : picked(
          Promise.resolve().then(() => selectFrom(value, expression, bytes)),
          name,
        );
  };
  const list = items === undefined ? { value } : await pick(items, 'items');
  const found = list.value ?? undefined;
  const all = found === undefined ? [] : [found].flat();
  const listed = items === undefined ? findList(value) : undefined;
  const path = isFunction(items) ? undefined : items;
  const isNone = found === undefined && items !== undefined && saysNone(value, path);
  const own = next === undefined ? undefined : ownKey(value, next);
  const following: Picked =
    next === undefined ? { value: undefined } : own === undefined ? await pick(next, 'next') : { value: own };
  return {
    count: all.length,
    // XML has a list of one as its item.
    isList: Array.isArray(found) || isNone || (found !== undefined && XML.test(contentType)),
    ...digestsOf(found, value),
    hasEarlier: namesEarlier(value),
    noItems: 'missing' in list && !isNone ? `${list.missing}${XML.test(contentType) ? feedWords(value) : ''}` : undefined,
    next: isOver(value, next, following.value) ? undefined : plainNext(following.value, next),
    noNext: 'missing' in following ? following.missing : undefined,
    emptyNext: isFunction(next) ? undefined : whyEmpty(following),
    listPath: listed?.path,
    listCount: listed?.length ?? 0,
    saysLast: saysLast(value, path),
    hints: findMoreHints(value, path ?? listed?.path ?? false),
    notes: isFunction(next) ? [...quotedNumberNotes({ value, hasQuotedNumbers }, 'body'), ...(following.notes ?? [])] : [],
    errors: answeredErrors(value),
    shape: excerpt(value),
  };
}

/** Where the items of a feed are, by its root: pages are read with all that is in them. */
const FEEDS = { rss: 'rss.channel[].item[]', feed: 'feed.entry', 'rdf:RDF': '"rdf:RDF".item' };

function feedWords(page: unknown): string {
  const path = isObject(page) ? Object.entries(FEEDS).find(([root]) => Object.hasOwn(page, root))?.[1] : undefined;
  return path === undefined ? '' : `; of a feed with pages the items are ${path}`;
}

/** What an expression has found of a page; or why it has found nothing. */
interface Picked {
  readonly value: unknown;
  readonly missing?: string;
  readonly notes?: readonly string[];
}

/** @param name of the argument, where the error speaks of `select` */
async function picked(
  found: Promise<{ readonly value: unknown; readonly notes: readonly string[] }>,
  name?: string,
): Promise<Picked> {
  try {
    const { value, notes } = await found;
    return { value, notes: name === undefined ? notes : notes.map((note) => saidOf(`paginate.${name}`, note)) };
  } catch (error) {
    if (!(error instanceof SelectError)) throw error;
    const message = name === undefined ? error.message : saidOf(`paginate.${name}`, error.message);
    if (!error.isNothing) throw new SelectError(message, { cause: error });
    return { value: undefined, missing: message };
  }
}

/** What cannot have been meant by what gave an empty list; that a link is to something else is how pages end. */
function whyEmpty({ value, notes = [] }: Picked): string | undefined {
  const isEmpty = Array.isArray(value) && value.length === 0;
  return isEmpty ? notes.find((note) => !/ is never .*, it is /.test(note)) : undefined;
}

/** Small objects whole, as an error says what is wrong; of others the keys. */
function excerpt(value: unknown): string {
  const json = isObject(value) && Object.keys(value).length <= 5 ? JSON.stringify(value) : '';
  return json !== '' && json.length <= 200 ? json : shape(value);
}
