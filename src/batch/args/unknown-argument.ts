import { closest, distance } from 'fastest-levenshtein';
import { NOT_OFFERED, OTHER_NAMES } from './other-names.ts';

/** Where else an argument may stand, and how an error says so. */
export interface OtherPlace {
  readonly known: readonly string[];
  readonly words: string;
}

/** Characters of a key that are compared: nobody's slip is longer. */
const MAX_COMPARED = 60;
/** Of more arguments the names are not listed. */
const MAX_LISTED = 8;
/** When there is no `request_many`. */
const UNLESS = 'unless the server runs with --read-only';
/** Arguments of `request_many` that `fetch_many` does not take. */
const WRITING_ONLY = ['json', 'form', 'body', 'idempotency_key'];

/** Arguments of the tools that send. */
const SENDING_ONLY = new Set(['requests', 'urls', 'url', 'retryof']);
/** What picks a record of a call. */
const INDEX = new Set(['i', 'index', 'indexes', 'indices']);

/**
 * What to say of an argument that is not known: which one was meant, by meaning before spelling, or where it belongs.
 * @param known the arguments that may stand there
 * @param elsewhere those that may stand at another place of the same call
 */
export function describeUnknown(key: string, known: readonly string[], elsewhere?: OtherPlace): string {
  const word = plain(key.slice(0, MAX_COMPARED));
  const others = elsewhere?.known ?? [];
  const same = known.find((each) => plain(each) === word);
  if (same !== undefined) return didYouMean(same);
  const misplaced = others.find((each) => plain(each) === word);
  if (misplaced !== undefined) return `unknown argument here; "${misplaced}" ${elsewhere?.words ?? ''}`;
  const other = describeOtherTool(word, known);
  if (other !== undefined) return `unknown argument; ${other}`;
  const meant = byMeaning(word, known);
  if (meant !== undefined) return didYouMean(meant);
  const writing = describeWriting(word, known);
  if (writing !== undefined) return `unknown argument; ${writing}`;
  const refused = NOT_OFFERED.find(([names]) => names.split(' ').includes(word));
  if (refused) return `unknown argument; ${refused[1]}`;
  const near = bySpelling(word, known);
  if (near !== undefined) return didYouMean(near);
  const abroad = byMeaning(word, others) ?? bySpelling(word, others);
  if (abroad !== undefined) return `unknown argument here; did you mean "${abroad}"? That ${elsewhere?.words ?? ''}`;
  return known.length > MAX_LISTED ? 'unknown argument; leave it out' : `unknown argument; here may stand: ${known.join(', ')}`;
}

/** What belongs to the tools that read what was brought, where one that sends was called, and the other way round. */
function describeOtherTool(word: string, known: readonly string[]): string | undefined {
  if (known.includes('requests') && word === 'ref') return 'read_result takes it';
  if (!known.includes('ref')) return undefined;
  if (INDEX.has(word)) return 'it is part of the ref: "b7f3k2mq9/5", or "b7f3k2mq9/11..20"';
  return SENDING_ONLY.has(word) ? 'fetch_many takes it; this tool makes no request' : undefined;
}

/** What `request_many` would take, where only `fetch_many` was called. */
function describeWriting(word: string, known: readonly string[]): string | undefined {
  const isRequest = known.includes('url') && !known.includes('json');
  const isCall = known.includes('requests') && !known.includes('idempotency_key');
  if (!isRequest && !isCall) return undefined;
  if (WRITING_ONLY.some((key) => plain(key) === word)) return `request_many takes it, ${UNLESS}; this tool only reads`;
  const meant = byMeaning(word, WRITING_ONLY);
  return meant === undefined ? undefined : `request_many takes it in a request, as "${meant}", ${UNLESS}; this tool only reads`;
}

function didYouMean(key: string): string {
  return `unknown argument; did you mean "${key}"?`;
}

/** Without case and separators: `maxRetries`, `max-retries` and `max_retries` are one word. */
function plain(key: string): string {
  return key.toLowerCase().replaceAll(/[\s_.-]/g, '');
}

function byMeaning(word: string, known: readonly string[]): string | undefined {
  const entry = Object.entries(OTHER_NAMES).find(([key, names]) => known.includes(key) && names.split(' ').includes(word));
  return entry?.[0];
}

/** The nearest, if it is near: a part of it, or few slips away. */
function bySpelling(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || word === '') return undefined;
  const part = word.length < 3 ? undefined : known.find((each) => plain(each).startsWith(word));
  const near = part ?? closest(word, known.map(plain));
  const key = known.find((each) => each === near || plain(each) === near);
  if (key === undefined || part !== undefined) return key;
  const shorter = Math.min(word.length, key.length);
  return distance(word, plain(key)) <= Math.max(shorter < 4 ? 1 : 2, Math.floor(shorter * 0.4)) ? key : undefined;
}
