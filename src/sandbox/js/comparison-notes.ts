import type { RecordFacts } from '../../result/record-facts.ts';
import type { Compared, Comparison } from './program/program.ts';
import type { BodyText, ProgramRecord } from './records.ts';
import { sampledTexts, valuesIn } from './sampled-values.ts';

const MAX_EXAMPLE = 30;
const MAX_NOTES = 3;

const WORDS: Readonly<Record<string, string>> = { string: 'text', number: 'a number', boolean: 'true or false' };

/** What values under a key are, where all are of one kind but for nulls; with one of them, as JSON. */
interface Kind {
  readonly kind: string;
  readonly example: string;
}

/**
 * What is to be said of comparisons that never hold, since one side is always text and the other always a number: what is
 * found by them looks like an answer. As `select` says it of its own.
 * @param read bodies that the program has read
 */
export function comparisonNotes(
  comparisons: readonly Comparison[],
  read: Iterable<BodyText>,
  records: readonly ProgramRecord[],
): string[] {
  if (comparisons.length === 0) return [];
  const texts = sampledTexts(read);
  const facts = records.map((record) => record.facts);
  const notes = comparisons.flatMap(({ left, right, place, isNegated }) => {
    const isJoin = left.key !== undefined && right.key !== undefined;
    const [one, other] = [kindOf(left, right, texts, facts), kindOf(right, left, texts, facts)];
    if (!one || !other || one.kind === other.kind) return [];
    const sides = [said(left, one), said(right, other)].filter((words) => words !== '').join(' and ');
    const cure = isJoin ? `: String(${left.written}) === String(${right.written})` : '';
    return `${place}: ${sides}, so that ${isNegated ? '!== always' : '=== never'} holds${cure}`;
  });
  return [...new Set(notes)].slice(0, MAX_NOTES);
}

function said({ key }: Compared, { kind, example }: Kind): string {
  return key === undefined ? '' : `${key} is ${WORDS[kind]}, such as ${example}`;
}

/** @param other that it is compared with: if it is no label of a record, the `id` is meant that bodies have */
function kindOf(
  { key, kind }: Compared,
  other: Compared,
  texts: readonly string[],
  facts: readonly RecordFacts[],
): Kind | undefined {
  if (key === undefined) return kind !== undefined && kind in WORDS ? { kind, example: '' } : undefined;
  const ofBodies = valuesIn(texts, key);
  const isLabel = facts.some(({ id }) => id !== null && other.written.slice(1, -1) === id);
  const hasOwn = key === 'id' && ofBodies.length > 0 && !isLabel;
  const values = [...ofBodies, ...(hasOwn ? [] : facts.flatMap((each) => valuesOf(each, key)))].filter((value) => value !== null);
  const kinds = new Set(values.map((value) => typeof value));
  const [only] = kinds;
  if (only === undefined || kinds.size > 1 || !(only in WORDS)) return undefined;
  const example = JSON.stringify(values[0]);
  return { kind: only, example: example.length > MAX_EXAMPLE ? `${example.slice(0, MAX_EXAMPLE).toWellFormed()}…` : example };
}

/** What a record itself has under a key, its variables and its headers. */
function valuesOf({ vars, headers, ...own }: RecordFacts, key: string): unknown[] {
  const values = [own, vars ?? {}, headers].map((of) => (Object.hasOwn(of, key) ? (Reflect.get(of, key) as unknown) : null));
  return values.filter((value) => value !== null);
}
