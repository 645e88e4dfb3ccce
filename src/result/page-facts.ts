import { RequestFailure } from '../request-failure.ts';
import { quotedNumberNotes } from './quoted-numbers.ts';
import { readContent, type BodyContent } from './read-content.ts';
import type { Reading } from './reading.ts';
import { callFunction, isFunction, type RunFunction } from './run-function.ts';
import { digestsOf, type PageDigests } from './page-digests.ts';
import { findList, findMoreHints, isLastByFlag, namesEarlier, type MoreHint } from './page-hints.ts';
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
  /** What of the page says that there is more. */
  readonly hints: readonly MoreHint[];
  /** What is to be said of `next`, if it is a function. */
  readonly notes: readonly string[];
  /** In a few words: what the page is. */
  readonly shape: string;
}

/** Characters of a value that an error or a note repeats, and of one that is taken as a URL or cursor. */
const MAX_NEXT = 20_000;

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
      hints: [],
      notes: [],
    };
    return { ...none, noItems: error.message, shape: 'a document in which extract finds nothing' };
  }
}

async function factsOf(
  { value, hasQuotedNumbers }: BodyContent,
  { reading: { record = '{}' }, items, next }: PageQuestion,
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
  const following: Picked = next === undefined ? { value: undefined } : await pick(next, 'next');
  return {
    count: all.length,
    isList: Array.isArray(found),
    ...digestsOf(found, value),
    hasEarlier: namesEarlier(value),
    noItems: 'missing' in list ? list.missing : undefined,
    next: isOver(value, next, following.value) ? undefined : plainNext(following.value),
    noNext: 'missing' in following ? following.missing : undefined,
    emptyNext: isFunction(next) ? undefined : whyEmpty(following),
    listPath: items === undefined ? findList(value) : undefined,
    hints: findMoreHints(value),
    notes: isFunction(next) ? [...quotedNumberNotes({ value, hasQuotedNumbers }, 'body'), ...(following.notes ?? [])] : [],
    shape: excerpt(value),
  };
}

/** A key that says itself what comes next, unlike one of the last item. */
const NEXT_KEY = /(?:^|\.)"?[\w@.-]*(?:next|cursor)[\w-]*"?$/i;

/** Whether a cursor is not to be followed; a URL always is. Pages end with next_page 0, too: nothing comes before the first. */
function isOver(page: unknown, next: string | undefined, found: unknown): boolean {
  if (next === undefined) return false;
  if (found === 0 || found === '0') return NEXT_KEY.test(next);
  if (typeof found !== 'string' || /^(?:https?:|[/?])/.test(found)) return false;
  return isLastByFlag(page, next);
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

/** `[?rel == 'next'].href` gives a list of one; what is neither a URL nor a cursor is not carried over whole. */
function plainNext(value: unknown): unknown {
  const one: unknown = Array.isArray(value) && value.length <= 1 ? value[0] : value;
  if (typeof one === 'string') return one.slice(0, MAX_NEXT);
  return isObject(one) ? { odd: (JSON.stringify(one) ?? '').slice(0, 100) } : one;
}

/** Small objects whole, as an error says what is wrong; of others the keys. */
function excerpt(value: unknown): string {
  const json = isObject(value) && Object.keys(value).length <= 5 ? JSON.stringify(value) : '';
  return json !== '' && json.length <= 200 ? json : shape(value);
}
