import type { Evaluate, Run } from '../run.ts';
import { typeOf } from '../values.ts';
import { contains, fromItems, lengthOf, mapped, membersOf, merge, zip } from './collections.ts';
import { average, sum, toNumber } from './numbers.ts';
import { extreme, extremeBy, groupedBy, type Keyed, type Ordered, sorted, sortedBy } from './ordering.ts';
import { find, join, pad, replace, reversed, split, toText, trim } from './texts.ts';

/** A call as it is written. */
export interface Written {
  readonly name: string;
  /** The text of each argument, without `&`. */
  readonly texts: readonly string[];
  /** How many parts each argument has. */
  readonly sizes: readonly number[];
}

/** What a function does with arguments of the types that it takes. @throws {EvaluationError} */
export type Implementation = (args: readonly unknown[], run: Run, written: Written) => unknown;

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters, typescript/no-unsafe-type-assertion -- types have been checked
const as = <T>(value: unknown): T => value as T;
const text = (value: unknown): string => as<string>(value);
const number = (value: unknown): number => as<number>(value);
const maybeText = (value: unknown): string | undefined => as<string | undefined>(value);
const maybeNumber = (value: unknown): number | undefined => as<number | undefined>(value);
const list = (value: unknown): readonly unknown[] => as<readonly unknown[]>(value);
const object = (value: unknown): Readonly<Record<string, unknown>> => as<Readonly<Record<string, unknown>>>(value);

function keyed(args: readonly unknown[], { name, texts }: Written): Keyed {
  return { items: list(args[0]), by: as<Evaluate>(args[1]), name, key: texts[1] ?? '' };
}

function ordered({ name, texts }: Written): Ordered {
  return { name, list: texts[0] ?? '' };
}

/** The functions by name. */
export const FUNCTIONS: ReadonlyMap<string, Implementation> = new Map<string, Implementation>([
  ['abs', ([value]) => Math.abs(number(value))],
  ['avg', ([values]) => average(as<number[]>(values))],
  ['ceil', ([value]) => Math.ceil(number(value))],
  ['contains', ([subject, searched], run) => contains(subject, searched, run)],
  ['ends_with', ([subject, end]) => text(subject).endsWith(text(end))],
  ['find_first', ([subject, searched, ...range], run) => finding('first', subject, searched, range, run)],
  ['find_last', ([subject, searched, ...range], run) => finding('last', subject, searched, range, run)],
  ['floor', ([value]) => Math.floor(number(value))],
  ['from_items', ([pairs], run) => fromItems(as<[string, unknown][]>(pairs), run)],
  ['group_by', (args, run, written) => groupedBy(keyed(args, written), run)],
  ['items', ([value], run) => membersOf('items', object(value), run)],
  ['join', ([separator, texts], run) => join(text(separator), as<string[]>(texts), run)],
  ['keys', ([value], run) => membersOf('keys', object(value), run)],
  ['length', ([value], run) => lengthOf(value, run)],
  ['lower', ([value], run) => spent(text(value), run).toLowerCase()],
  ['map', ([each, items], run, { sizes }) => mapped(as<Evaluate>(each), list(items), sizes[0] ?? 1, run)],
  ['max', ([values], run, written) => extreme(as<number[]>(values), 1, run, ordered(written))],
  ['max_by', (args, run, written) => extremeBy(keyed(args, written), 1, run)],
  ['merge', (objects, run) => merge(as<Record<string, unknown>[]>(objects), run)],
  ['min', ([values], run, written) => extreme(as<number[]>(values), -1, run, ordered(written))],
  ['min_by', (args, run, written) => extremeBy(keyed(args, written), -1, run)],
  ['not_null', (values) => values.find((value) => value !== null && value !== undefined)],
  ['pad_left', ([value, width, filler], run) => pad('left', text(value), number(width), maybeText(filler), run)],
  ['pad_right', ([value, width, filler], run) => pad('right', text(value), number(width), maybeText(filler), run)],
  ['replace', ([value, old, by, count], run) => replace(text(value), text(old), text(by), maybeNumber(count), run)],
  ['reverse', ([value], run) => (typeof value === 'string' ? reversed(value, run) : list(value).toReversed())],
  ['sort', ([values], run, written) => sorted(as<number[]>(values), run, ordered(written))],
  ['sort_by', (args, run, written) => sortedBy(keyed(args, written), run)],
  ['split', ([value, separator, count], run) => split(text(value), text(separator), maybeNumber(count), run)],
  ['starts_with', ([subject, start]) => text(subject).startsWith(text(start))],
  ['sum', ([values]) => sum(as<number[]>(values))],
  ['to_array', ([value]) => (Array.isArray(value) ? value : [value ?? null])],
  ['to_number', ([value], run, { texts }) => toNumber(value, texts[0] ?? '', run)],
  ['to_string', ([value], run) => toText(value ?? null, run)],
  ['trim', ([value, characters], run) => trim('both', text(value), maybeText(characters), run)],
  ['trim_left', ([value, characters], run) => trim('left', text(value), maybeText(characters), run)],
  ['trim_right', ([value, characters], run) => trim('right', text(value), maybeText(characters), run)],
  ['type', ([value]) => typeOf(value)],
  ['upper', ([value], run) => spent(text(value), run).toUpperCase()],
  ['values', ([value], run) => membersOf('values', object(value), run)],
  ['zip', (lists, run) => zip(as<unknown[][]>(lists), run)],
]);

function finding(
  which: 'first' | 'last',
  subject: unknown,
  searched: unknown,
  range: readonly unknown[],
  run: Run,
): number | null {
  return find(which, [text(subject), text(searched)], [maybeNumber(range[0]), maybeNumber(range[1])], run);
}

function spent(value: string, run: Run): string {
  run.spendText(value.length);
  return value;
}
