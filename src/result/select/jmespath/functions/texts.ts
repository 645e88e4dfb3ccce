import { EvaluationError, type Run } from '../run.ts';
import { codePoints, countCodePoints, typeOf } from '../values.ts';

/** Wider is nothing that anybody reads. */
export const MAX_WIDTH = 10_000;

/** Texts joined by a separator. @throws {LimitError} */
export function join(separator: string, texts: readonly string[], run: Run): string {
  let length = 0;
  for (const text of texts) length += text.length + separator.length;
  run.spendText(length);
  return texts.join(separator);
}

/** Replaces one text by another, everywhere or `count` times from the left. @throws {EvaluationError} */
export function replace(subject: string, old: string, by: string, count: number | undefined, run: Run): string {
  run.spendText(subject.length);
  const most = count === undefined ? Infinity : wholeNumber('replace', 'count', count);
  const parts = pieces(subject, old);
  const times = Math.min(most, parts.length - 1);
  run.spendText(subject.length + times * by.length);
  if (times === parts.length - 1) return parts.join(by);
  return [...parts.slice(0, times), parts.slice(times).join(old)].join(by);
}

/** Splits a text, everywhere or `count` times from the left. @throws {EvaluationError} */
export function split(subject: string, separator: string, count: number | undefined, run: Run): string[] {
  run.spend(1 + subject.length);
  if (subject === '' && separator === '') return [];
  const parts = pieces(subject, separator);
  const most = count === undefined ? Infinity : wholeNumber('split', 'count', count);
  if (most >= parts.length - 1) return parts;
  return [...parts.slice(0, most), parts.slice(most).join(separator)];
}

function pieces(subject: string, separator: string): string[] {
  return separator === '' ? codePoints(subject) : subject.split(separator);
}

/** Pads a text to a width in code points. @throws {EvaluationError} */
export function pad(side: 'left' | 'right', subject: string, width: number, padding: string | undefined, run: Run): string {
  const name = `pad_${side}`;
  const wanted = wholeNumber(name, 'width', width);
  if (wanted > MAX_WIDTH) throw new EvaluationError(`${name}() takes a width of at most ${MAX_WIDTH.toLocaleString('en')}`);
  const filler = padding === undefined || padding === '' ? ' ' : padding;
  if (countCodePoints(filler) !== 1) throw new EvaluationError(`${name}() pads with one character`);
  run.spendText(subject.length + wanted);
  const missing = filler.repeat(Math.max(0, wanted - countCodePoints(subject)));
  return side === 'left' ? missing + subject : subject + missing;
}

/** Takes characters off the ends: white space, or those of `characters`. @throws {LimitError} */
export function trim(sides: 'both' | 'left' | 'right', subject: string, characters: string | undefined, run: Run): string {
  run.spend(1 + subject.length);
  const removed = characters === undefined || characters === '' ? undefined : new Set(characters);
  const isRemoved = (char: string): boolean => (removed ? removed.has(char) : /^[\s\u0085]$/.test(char));
  const points = codePoints(subject);
  let [start, end] = [0, points.length];
  if (sides !== 'right') while (start < end && isRemoved(points[start] ?? '')) start++;
  if (sides !== 'left') while (end > start && isRemoved(points[end - 1] ?? '')) end--;
  return points.slice(start, end).join('');
}

/** Where a text stands in another, between two offsets; null if nowhere. @throws {EvaluationError} */
export function find(
  which: 'first' | 'last',
  [subject, searched]: readonly [string, string],
  [from, to]: readonly [number | undefined, number | undefined],
  run: Run,
): number | null {
  run.spendText(subject.length);
  if (subject === '' || searched === '') return null;
  const start = Math.max(0, integer(`find_${which}`, 'start', from ?? 0));
  const end = Math.min(subject.length, integer(`find_${which}`, 'end', to ?? subject.length));
  const within = subject.slice(start, end);
  const at = which === 'first' ? within.indexOf(searched) : within.lastIndexOf(searched);
  return at === -1 ? null : at + start;
}

/** A text as it is, anything else as JSON. @throws {LimitError} */
export function toText(value: unknown, run: Run): string {
  if (typeof value === 'string') return value;
  run.spendValue(value);
  return JSON.stringify(value) ?? 'null';
}

/** A text from its end to its beginning, by code points. @throws {LimitError} */
export function reversed(text: string, run: Run): string {
  run.spend(1 + text.length);
  return codePoints(text).toReversed().join('');
}

function wholeNumber(name: string, what: string, value: number): number {
  if (Number.isInteger(value) && value >= 0) return value;
  throw new EvaluationError(`${name}() takes a whole number from 0 as its ${what}, not ${value}`);
}

function integer(name: string, what: string, value: number): number {
  if (Number.isInteger(value)) return value;
  throw new EvaluationError(`${name}() takes a whole number as its ${what}, not ${typeOf(value)} ${value}`);
}
