import { comparisonNote, emptyFilterNote, orderNote } from './comparison-notes.ts';
import { type Instead, insteadInWords } from '../instead.ts';
import { insteadOf, isMissing, isNaming, type NamingSpot } from './missing.ts';
import type { Run } from './run.ts';
import { COLLECTED, ELEMENTS, HIT, NOTHING, OTHER, SAID_NO, type Spot, ZERO } from './spots.ts';

type ProjectionSpot = Extract<Spot, { whole: string }>;

/** Notes beyond these say nothing that the first do not. */
const MAX_NOTES = 5;

/** What is to be said of a result. */
export interface Observations {
  /** Paths whose key is there. */
  readonly found: readonly string[];
  /** Paths of which the value was wanted and the key is not there. */
  readonly absent: readonly string[];
  /** What is there instead of each of them. */
  readonly instead: readonly Instead[];
  /** Whether something that was wanted is there. */
  readonly isAnyThere: boolean;
  /** What could not have been meant, though it is no error. */
  readonly notes: readonly string[];
  /** Whether a key written as `a-b` was found. */
  readonly hasDashedKey: boolean;
}

/** Tells what a run has met at the watched places. */
export function observe(spots: readonly Spot[], run: Run): Observations {
  const found: string[] = [];
  const absent: string[] = [];
  const instead: Instead[] = [];
  const notes = new Set<string>();
  const allNull: ProjectionSpot[] = [];
  let [isAnyThere, hasDashedKey] = [false, false];
  for (const [id, spot] of spots.entries()) {
    const bits = run.hits[id] ?? 0;
    if (isNaming(spot) && bits & HIT) found.push(spot.path);
    if (spot.kind === 'key' && bits & HIT) {
      isAnyThere ||= spot.isLast && (spot.role === 'value' || spot.role === 'maybe');
      hasDashedKey ||= spot.dashed;
    }
    if (isMissing(spot, id, run)) {
      // What is taken from an empty list is not there because its elements are not.
      if (absent.some((path) => isPartOf(spot.path, path))) continue;
      if (spot.role === 'value') {
        absent.push(spot.path);
        instead.push(insteadOf(spot, run.samples[id], spots, run));
      } else if (spot.role !== 'maybe') notes.add(untestable(spot, id, spots, run));
    }
    const note = noteOf(spot, id, bits, spots, run);
    if (note !== undefined) notes.add(note);
    if (isAllNull(spot, bits)) allNull.push(spot);
  }
  for (const { prefix, whole } of allNull) {
    // Where a key is not there, that is said already.
    if (!absent.some((path) => isPartOf(path, prefix))) notes.add(`${whole} is null for every element`);
  }
  for (const remark of run.remarks.values()) notes.add(remark);
  return { found, absent, instead, isAnyThere, notes: [...notes].slice(0, MAX_NOTES), hasDashedKey };
}

/** Whether a path goes on from another. */
function isPartOf(path: string, whole: string): boolean {
  return path.startsWith(whole) && /^$|^[.[ |]/.test(path.slice(whole.length));
}

/** Whether a projection had elements, and nothing came of any. */
function isAllNull(spot: Spot, bits: number): spot is ProjectionSpot {
  return 'whole' in spot && spot.role === 'value' && (bits & ELEMENTS) !== 0 && (bits & COLLECTED) === 0;
}

function noteOf(spot: Spot, id: number, bits: number, spots: readonly Spot[], run: Run): string | undefined {
  if (spot.kind === 'filter') return emptyFilterNote(spot, id, spots, run);
  if (spot.kind === 'equal') return comparisonNote(spot, bits, run.samples[id]);
  if (spot.kind === 'order') return orderNote(spot, bits, run.samples[id]);
  if (spot.kind !== 'truth' || isCompared(spot.path, spots)) return undefined;
  const { path, text } = spot;
  // What is null is unequal to anything.
  const not = (literal: string): string => (bits & NOTHING ? `(${text} && ${text} != ${literal})` : `${text} != ${literal}`);
  if (bits & ZERO) return `${path} is 0 somewhere, and 0 counts as true: write ${not('`0`')}`;
  if (!(bits & SAID_NO) || bits & OTHER) return undefined;
  const no = String(run.samples[id]);
  return `${path} is the text "${no}" somewhere, and text counts as true: write ${not(`'${no}'`)}`;
}

/** Whether what is at a path is compared, too, or given to a function: `done && done != 'false'`. */
function isCompared(path: string, spots: readonly Spot[]): boolean {
  return spots.some((spot) => spot.kind === 'key' && spot.role === 'operand' && spot.path === path);
}

function untestable(spot: NamingSpot, id: number, spots: readonly Spot[], run: Run): string {
  const what = spot.kind === 'key' && spot.quoted ? `"${spot.name}"` : spot.path;
  return `${what} is compared or tested, and is not there: ${insteadInWords([insteadOf(spot, run.samples[id], spots, run)])}`;
}
