import { exampleOf } from './example-of.ts';
import type { RecordFacts } from '../../result/record-facts.ts';
import type { Compared, Comparison } from './program/program.ts';
import { holdsNoBody } from './program/record-members.ts';
import type { ReadBodies } from './read-bodies.ts';

const MAX_NOTES = 3;
/** Comparisons of a program that are looked at. */
const MAX_COMPARISONS = 100;

const WORDS = { string: 'text', number: 'a number', boolean: 'true or false' } as const;

/** What a program is told of a record beside its body. */
export type Facts = Pick<RecordFacts, 'id' | 'vars' | 'headers'>;

/** What values under a key are, where all are of one kind but for nulls; with one of them, as JSON. */
interface Kind {
  readonly kind: keyof typeof WORDS;
  readonly example: string;
}

/**
 * What is to be said of comparisons that never hold, since one side is always text and the other always a number: what is
 * found by them looks like an answer. As `select` says it of its own.
 */
export function comparisonNotes(comparisons: readonly Comparison[], read: ReadBodies, facts: readonly Facts[]): string[] {
  const notes = new Set<string>();
  for (const { left, right, place, isNegated } of comparisons.slice(0, MAX_COMPARISONS)) {
    if (notes.size >= MAX_NOTES) break;
    const [one, other] = [kindOf(left, right, read, facts), kindOf(right, left, read, facts)];
    if (!one || !other || one.kind === other.kind) continue;
    if (!isAlways(left, one, read) || !isAlways(right, other, read)) continue;
    const sides = [said(left, one, read), said(right, other, read)].filter((words) => words !== '').join(' and ');
    const isJoin = left.key !== undefined && right.key !== undefined;
    const cure = isJoin ? `: String(${left.written}) === String(${right.written})` : '';
    notes.add(`${place}: ${sides}, so that ${isNegated ? '!== always' : '=== never'} holds${cure}`);
  }
  return [...notes];
}

function said({ key }: Compared, { kind, example }: Kind, read: ReadBodies): string {
  if (key === undefined) return '';
  const near = read.nearKey(key);
  const inBodies = near === undefined ? '' : ` (bodies have ${near})`;
  return `${key} is ${WORDS[kind]}, such as ${example}${inBodies}`;
}

function isAlways({ key, of }: Compared, { kind }: Kind, read: ReadBodies): boolean {
  return key === undefined || holdsNoBody(of) || read.areAll(key, kind);
}

/**
 * @param other that it is compared with: if it is no label of a record, the `id` is meant that bodies have; if it is a
 * variable by its name (`vars.id`), this is none
 */
function kindOf({ key, of, value }: Compared, other: Compared, read: ReadBodies, facts: readonly Facts[]): Kind | undefined {
  if (key === undefined) return kindOfAll([value]);
  const ofBodies = holdsNoBody(of) ? [] : read.valuesUnder(key);
  const isLabel = facts.some(({ id }) => id !== null && other.value === id);
  const isOfBody = key === 'id' && ofBodies.length > 0 && !isLabel;
  const ofRecords = facts
    .flatMap((each) => valuesOf(each, key))
    .filter((each) => {
      if (holdsNoBody(of)) return each.in === of;
      return !(isOfBody && each.in === 'own') && !(holdsNoBody(other.of) && each.in === other.of);
    });
  return kindOfAll([...ofBodies, ...ofRecords.map((each) => each.value)].filter((each) => each !== null));
}

function kindOfAll(values: readonly unknown[]): Kind | undefined {
  const kinds = new Set(values.map((value) => typeof value));
  const [only] = kinds;
  if (kinds.size !== 1 || !isKind(only)) return undefined;
  return { kind: only, example: exampleOf(values[0]) };
}

function isKind(kind: string | undefined): kind is Kind['kind'] {
  return kind !== undefined && Object.hasOwn(WORDS, kind);
}

/** What a record has under a key itself, in its variables and in its headers. */
function valuesOf({ vars, headers, ...own }: Facts, key: string): { readonly in: string; readonly value: unknown }[] {
  return Object.entries({ own, vars: vars ?? {}, headers }).flatMap(([name, of]) => {
    return Object.hasOwn(of, key) ? [{ in: name, value: Reflect.get(of, key) as unknown }] : [];
  });
}
