import { namesIn, slipIn, splitText } from '../../batch/plan/fill-text.ts';
import { nameOfPieces, pathProblem, sameNameKey } from '../../result/save/name-rules.ts';
import type { RequestFacts } from '../../result/record-facts.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import { UsageError } from '../usage-error.ts';

/** A record and the file that it goes into. */
export interface RecordFile {
  readonly record: KeptRecord;
  readonly path: string;
}

/** Whether `to` has a file for each record. */
export function isTemplate(to: string): boolean {
  return namesIn(to).length > 0;
}

/**
 * Fills in the path of each record's file: its variables, its label as `{id}`, and `{i}`. A value is one part of a path, or
 * less.
 * @param redact takes secrets out of a value
 * @throws {UsageError} if a name has no value or cannot be one, or two are equal, be it only on some systems
 */
export function fillPaths(to: string, records: readonly KeptRecord[], redact: (text: string) => string): RecordFile[] {
  const taken = new Map<string, { readonly i: number; readonly path: string }>();
  return records.map((record) => {
    const { facts } = record;
    const path = fillPath(to, facts, redact);
    const problem = pathProblem(path);
    if (problem !== undefined) throw new UsageError(`to: for i ${facts.i} it ${problem}`);
    const key = sameNameKey(path);
    const other = taken.get(key);
    if (other) throw new UsageError(describeEqual(path, facts.i, other));
    taken.set(key, { i: facts.i, path });
    return { record, path };
  });
}

function fillPath(to: string, facts: RequestFacts, redact: (text: string) => string): string {
  const { i, id, vars } = facts;
  const values: Readonly<Record<string, unknown>> = { ...(id === null ? {} : { id }), i, ...vars };
  const slip = slipIn(to, new Set(Object.keys(values)));
  if (slip !== undefined) throw new UsageError(`to: for i ${i}: ${slip}`);
  return to
    .split('/')
    .map((part) =>
      nameOfPieces(splitText(part).map((piece, at) => (at % 2 === 0 ? piece : redact(textOf(piece, values[piece], i))))),
    )
    .join('/');
}

function textOf(name: string, value: unknown, i: number): string {
  if (typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value !== ''))
    return String(value);
  const what =
    value === undefined || value === null || value === '' ? 'has no value' : 'is no text, number or boolean, as a name must be';
  throw new UsageError(`to: {${name}} of i ${i} ${what}; {i} always has one`);
}

function describeEqual(path: string, i: number, other: { readonly i: number; readonly path: string }): string {
  const shown = JSON.stringify(path);
  const isSame = path === other.path;
  const what = isSame
    ? `would both be ${shown}`
    : `would be ${JSON.stringify(other.path)} and ${shown}, which some systems take for one`;
  return `to: i ${other.i} and i ${i} ${what}; put {i} into the name. Nothing was written`;
}
