import { parse, SelectorType, type Selector } from 'css-what';
import { parseNth } from './nth.ts';
import { readable } from './readable.ts';
import { Selecting } from './selecting.ts';

/** What is jQuery's or another library's, and what to write instead. */
const FOREIGN: Readonly<Record<string, string>> = {
  gt: ':nth-of-type(n+2) and its like, or a list',
  lt: ':nth-of-type(-n+2) and its like, or a list',
  first: 'nothing: the first match is what is taken (or :first-of-type)',
  last: ':last-of-type, or a list',
  even: ':nth-of-type(even)',
  odd: ':nth-of-type(odd)',
  visible: 'nothing: what is hidden is in the document, too',
  hidden: '[hidden]',
  animated: 'nothing',
  'has-text': ':contains("...")',
  'text-is': ':contains("...")',
  nth: ':nth-of-type(1)',
  'nth-match': ':nth-of-type(1)',
  regex: 'a list, and JavaScript',
};

const COMBINATORS: Readonly<Record<string, string>> = {
  child: '>',
  sibling: '~',
  adjacent: '+',
  parent: '<',
  'column-combinator': '||',
};

/** A name without escapes (CSS Syntax 3, 4.3.11); css-what takes more. */
const NAME = /^-?(?:[\p{L}_\u0080-\u{10ffff}]|-)[\w\u0080-\u{10ffff}-]*$/u;

/** Of :nth-* with a rule: An+B only. */
const NTH = /^nth-(?:last-)?(?:child|of-type)$/;

/** What is wrong with a CSS selector as such, and what to write instead; undefined if nothing is. */
export function selectorProblem(selector: string): string | undefined {
  const foreign = foreignSyntax(selector);
  if (foreign !== undefined) return foreign;
  try {
    const problem = problemIn(parse(readable(selector)), readable(selector), false);
    if (problem !== undefined) return `"${selector}" ${problem}`;
    new Selecting(false).compile(selector);
    return undefined;
  } catch (error) {
    return `"${selector}" is no CSS selector: ${said(selector, error)}`;
  }
}

function foreignSyntax(selector: string): string | undefined {
  if (/^\s*\(?(?:\.?\/\/?[\w*@.]|xpath=)|\/text\(\)|\/@|\/\s*$|\[@|\[\d+\]/i.test(selector)) {
    return `"${selector}" is XPath, not CSS: //div[@class="x"]/a/@href is div.x > a@href`;
  }
  const attribute = /::attr\(\s*["']?([\w:-]+)["']?\s*\)\s*$/.exec(selector);
  if (attribute) {
    const short = `${selector.slice(0, attribute.index).trim()}@${attribute[1]}`;
    return `"${selector}" is no CSS selector: ::attr is Scrapy's, use "${short}"`;
  }
  if (/::text\s*$/.test(selector)) {
    const bare = selector.replace(/\s*::text\s*$/, '');
    return `"${selector}" is no CSS selector: ::text is Scrapy's, use "${bare}": the text is what is taken`;
  }
  const eq = /:(?:eq|nth)\(\s*(\d+)\s*\)/.exec(selector);
  if (eq) return `"${selector}" is no CSS selector: :eq is jQuery's, use :nth-of-type(${Number(eq[1]) + 1}) or a list`;
  return />>|^\s*(?:text|css)=/.test(selector)
    ? `"${selector}" is Playwright's, not CSS: use :contains("...") for a text`
    : undefined;
}

function problemIn(selectors: readonly (readonly Selector[])[], text: string, isInHas: boolean): string | undefined {
  for (const selector of selectors) {
    const last = selector.at(-1);
    if (last && last.type in COMBINATORS) return `is no CSS selector: a name is missing after its last ${COMBINATORS[last.type]}`;
  }
  for (const token of selectors.flat()) {
    if (isInHas && (token.type === SelectorType.Sibling || token.type === SelectorType.Adjacent)) {
      return 'has ~ or + inside of :has, which takes time in proportion to the square of a page; select the sibling itself';
    }
    const name = nameIn(token);
    if (name !== undefined && !text.includes('\\') && !NAME.test(name))
      return `is no CSS selector: ${JSON.stringify(name)} is no name`;
    if (token.type === SelectorType.PseudoElement) return `asks for ::${token.name}, which is in no document`;
    if (token.type !== SelectorType.Pseudo) continue;
    const { name: pseudo, data } = token;
    const instead = Object.hasOwn(FOREIGN, pseudo) ? FOREIGN[pseudo] : undefined;
    if (instead !== undefined) return `is no CSS selector: :${pseudo} is jQuery's, use ${instead}`;
    if (NTH.test(pseudo) && (typeof data !== 'string' || parseNth(data) === undefined)) {
      return `is no CSS selector here: :${pseudo} takes a number, even, odd or 2n+1, got ${JSON.stringify(data ?? '')}`;
    }
    const inner = Array.isArray(data) ? problemIn(data, text, isInHas || pseudo === 'has') : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** The name that a part of a selector asks for. */
function nameIn(token: Selector): string | undefined {
  if (token.type === SelectorType.Tag || token.type === SelectorType.Pseudo) return token.name;
  const isShort =
    token.type === SelectorType.Attribute && (token.name === 'class' || token.name === 'id') && token.ignoreCase === 'quirks';
  return isShort ? token.value : undefined;
}

/** What the library says, with the column where it tells. */
function said(selector: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const rest = /^(?:Expected name, found|Unmatched selector:) ?([\s\S]*)$/.exec(message)?.[1];
  const empty = message.startsWith('Empty sub-selector') ? /^\s*,|,(?=\s*(?:,|$))/.exec(selector) : null;
  if (empty) return `at column ${empty.index + 1} a comma stands before or after nothing`;
  const pseudo = /^Unknown pseudo-class (:[\w-]+)/.exec(message)?.[1];
  if (pseudo !== undefined) return `there is no ${pseudo}; a name of XML is written with a backslash: a\\${pseudo}`;
  if (rest === undefined) return `${message.replace(/ \([^)]*\)$/, '')}, at column ${selector.length + 1}`;
  const column = selector.length - rest.length + 1;
  return rest === ''
    ? `a name is missing at its end`
    : `at column ${column} a name was expected, there is ${JSON.stringify(rest.slice(0, 20))}`;
}
