import { closest, distance } from 'fastest-levenshtein';

/**
 * The name that a wrong one was meant to be: one that holds it, or that is a few letters away.
 * @param known at least one
 * @returns undefined where none is near, since a guess from afar leads away from the mistake
 */
export function meantName(wrong: string, known: readonly string[]): string | undefined {
  const holding = wrong.length < 3 ? [] : known.filter((name) => name.includes(wrong));
  const near = closest(wrong, holding.length > 0 ? holding : known);
  return holding.length > 0 || distance(wrong, near) <= Math.max(1, Math.floor(wrong.length / 3)) ? near : undefined;
}

/** What to write instead of a name that is not known: the one that was meant, else all there are. */
export function nameInstead(wrong: string, known: readonly string[]): string {
  const meant = meantName(wrong, known);
  return meant === undefined ? `there are ${known.join(', ')}` : `did you mean "${meant}"?`;
}
