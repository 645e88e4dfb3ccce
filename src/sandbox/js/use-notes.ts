import { exampleOf } from './example-of.ts';
import { yesOrNo } from '../../result/select/yes-or-no.ts';
import { writtenNumber } from './guest/written-number.ts';
import type { Program, Use } from './program/program.ts';
import type { ReadBodies } from './read-bodies.ts';

/** Characters of a text that may be a number. */
const MAX_NUMBER = 30;
const WRITTEN = writtenNumber();
/** Seconds since 1970 of the years 1973 to 2286; as milliseconds they are all in the first months of 1970. */
const [MIN_SECONDS, MAX_SECONDS] = [1e8, 1e10];
const NAMES_MILLISECONDS = /ms$|milli/i;

/**
 * What is to be said of members that a program takes for what they are not, where all that bodies have under their key is
 * so: seconds for milliseconds, text for a moment, "1,234" for a number, "false" for what is not true; or where no body has
 * their key, and one has it written another way. The first of each key.
 * Nothing is said of a key where the program has both names, nor of numbers where it keeps texts that are none.
 * @param isBarren whether all that came of it is null, zero, false or empty, so that it matters that a key is nowhere
 */
export function useNotes(
  { uses, names, means }: Pick<Program, 'uses' | 'names' | 'means'>,
  read: ReadBodies,
  isBarren: boolean,
): string[] {
  const notes = new Map<string, string>();
  for (const use of uses) {
    if (notes.has(use.key) || (use.as === 'number' && means.keepsTexts)) continue;
    if (use.as === 'key') {
      const near = read.nearKey(use.key);
      const isMissing = near === undefined && isBarren && use.by === '' && !/^\d/.test(use.key) && read.isNowhere(use.key);
      const instead = near === undefined || names.has(near) ? undefined : `, and ${near} is`;
      if (isMissing || instead !== undefined) notes.set(use.key, `${use.place}: ${use.key} is in no body${instead ?? ''}`);
      continue;
    }
    const values = read.valuesUnder(use.key).filter((value) => value !== null);
    const said = values.length > 0 ? wrongUse(use, values, read) : undefined;
    if (said !== undefined) notes.set(use.key, `${use.place}: ${use.key} is ${said}`);
  }
  return [...notes.values()];
}

function wrongUse({ as, key, by, written }: Use, values: readonly unknown[], read: ReadBodies): string | undefined {
  const example = exampleOf(values[0]);
  if (as === 'truth') {
    const texts = values.filter((value) => typeof value === 'string');
    const answers = texts.map(yesOrNo);
    const no = texts[answers.indexOf('no')];
    if (texts.length < values.length || answers.includes(undefined) || no === undefined || !read.areAll(key, 'string'))
      return undefined;
    // What is null is unequal to anything.
    const [yes, ...more] = new Set(texts.filter((_, at) => answers[at] === 'yes'));
    const instead = yes !== undefined && more.length === 0 ? `=== "${yes}"` : `!== "${no}"`;
    return `text, such as "${no}", which counts as true: ${written} ${instead}`;
  }
  if (as === 'number') {
    const unread = values.find(isUnreadNumber);
    if (unread === undefined || !read.areAll(key, 'string')) return undefined;
    return `text, such as ${JSON.stringify(unread)}, of which ${by} makes NaN`;
  }
  if (values.every(isSeconds) && !NAMES_MILLISECONDS.test(key) && read.areAll(key, 'number')) {
    return `in seconds, such as ${example}, and milliseconds are wanted: ${written} * 1000`;
  }
  if (as === 'date' || by === '-' || !values.every(isNoNumber) || !read.areAll(key, 'string')) return undefined;
  return `text, such as ${example}, so that ${by} with a date never holds: new Date(${written})`;
}

function isSeconds(value: unknown): boolean {
  return typeof value === 'number' && value >= MIN_SECONDS && value < MAX_SECONDS;
}

/** Whether people read a number in a text in which the language has none: "1,234.50". */
function isUnreadNumber(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_NUMBER && isNoNumber(value) && WRITTEN.test(value);
}

function isNoNumber(value: unknown): boolean {
  return typeof value === 'string' && Number.isNaN(Number(value));
}
