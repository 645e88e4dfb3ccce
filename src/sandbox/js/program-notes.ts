import { comparisonNotes, type Facts } from './comparison-notes.ts';
import { orderNotes } from './order-notes.ts';
import type { Program } from './program/program.ts';
import { ReadBodies } from './read-bodies.ts';
import type { BodyText } from './records.ts';
import { textSumNotes } from './text-sums.ts';
import { useNotes } from './use-notes.ts';

/**
 * What is to be said of a program, or of a function, after it has run: what it takes values for that they are not.
 * @param bodies that it has read
 * @param facts what it was told of records beside them
 * @param isBarren whether all that came of it is null, zero, false or empty, which is not told elsewhere
 */
export function programNotes(
  program: Program,
  bodies: ReadonlySet<BodyText>,
  facts: readonly Facts[],
  isBarren = false,
): string[] {
  const { notes, comparisons, orders } = program;
  const read = new ReadBodies(bodies);
  return [
    ...notes,
    ...textSumNotes(program, read),
    ...comparisonNotes(comparisons, read, facts),
    ...orderNotes(orders, read),
    ...useNotes(program, read, isBarren),
  ];
}
