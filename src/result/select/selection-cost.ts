import { costOf } from './jmespath/cost.ts';
import type { Selection } from './select.ts';
import { quoted } from './shape.ts';

/** What a selection may take, by an upper bound that knows its literals, functions and expressions with &. */
export interface SelectionCost {
  /** Why it is refused: it would take too much of any body. */
  readonly problem?: string;
  /** Bytes of a body up to which it takes no more than a few milliseconds, and may run in the main thread. */
  readonly maxInlineBytes: number;
}

/** Steps that take a few milliseconds. */
const INLINE_STEPS = 300_000;
/** Characters of a result that are made, and written as JSON, in as long. */
const INLINE_RESULT = 1_000_000;
/** The smallest body of which somebody selects. */
const SMALLEST_BODY = 64;
/** Steps of which no process has the time, and characters of which it has not the memory, for a body as small as that. */
const MAX_STEPS = 50_000_000;
const MAX_RESULT = 32 * 2 ** 20;
/** Beyond this, parsing alone takes too long. */
const MAX_INLINE = 4 * 2 ** 20;

/** Judges what a selection may take, without a body. */
export function selectionCost(selection: Selection): SelectionCost {
  const smallest = estimate(selection, SMALLEST_BODY);
  if (smallest.steps > MAX_STEPS || smallest.weight > MAX_RESULT) {
    const what =
      smallest.steps > MAX_STEPS ? `${inWords(smallest.steps)} steps` : `a result of ${inWords(smallest.weight)} characters`;
    const text = selection.kind === 'expression' ? quoted(selection.expression.text) : 'of paths';
    return { problem: `select "${text}" could take ${what} of a small body already: ask for less`, maxInlineBytes: 0 };
  }
  return { maxInlineBytes: largestInline(selection) };
}

/** The largest of the sizes that are tried at which it is still cheap; what is between is not worth the time. */
function largestInline(selection: Selection): number {
  let fits = 0;
  for (let bytes = SMALLEST_BODY; bytes <= MAX_INLINE && isCheap(selection, bytes); bytes *= 4) fits = bytes;
  return fits > 0 && fits < MAX_INLINE && isCheap(selection, fits * 2) ? fits * 2 : fits;
}

function isCheap(selection: Selection, bytes: number): boolean {
  const { steps, weight } = estimate(selection, bytes);
  return steps <= INLINE_STEPS && weight <= INLINE_RESULT;
}

function estimate(selection: Selection, bytes: number): { readonly steps: number; readonly weight: number } {
  if (selection.kind === 'expression') {
    const { tree, maySubtract } = selection.expression;
    const { steps, weight } = costOf(tree, bytes);
    return { steps: maySubtract ? steps * 2 : steps, weight };
  }
  const { paths } = selection.list;
  const keys = paths.reduce((total, { text }) => total + text.length + 10, 0);
  // A path visits each value of a body once at most, or each item of a list.
  return { steps: paths.length * (bytes + 1), weight: paths.length * bytes + (keys * bytes) / 2 };
}

function inWords(count: number): string {
  return Number.isFinite(count) && count < 1e15 ? Math.round(count).toLocaleString('en') : 'endlessly many';
}
