import type { Reading } from '../../result/reading.ts';
import type { HeldBody } from './answer.ts';
import type { KeptBody } from './draft.ts';
import type { BodyContext } from './read-body.ts';

/**
 * The bodies of an answer as they are kept for reading them again.
 * @param notes what is to be said of them however they are read
 */
export function keptBody(
  held: readonly HeldBody[],
  reading: Reading,
  { keepsAll }: Pick<BodyContext, 'keepsAll'>,
  notes: readonly string[],
): KeptBody {
  const keys = held.flatMap(({ key }) => key ?? []);
  // Of pages, empty ones are not there to be kept.
  const full = held.filter((each) => each.bytes > 0);
  const isWhole = full.length > 0 && full.every(({ key }) => key !== undefined);
  const bytes = full.reduce((sum, each) => sum + each.bytes, 0);
  const isHeld = keepsAll && full.length > 0 && full.every(({ key, isReserved }) => key !== undefined || isReserved);
  return { reading, keys, bytes, isWhole, notes, ...(isHeld && !isWhole ? { unstored: held } : {}) };
}

/** What to do with a body that is kept, given its ref. */
export const readAgain = (ref: string): string => `; the body is kept: read_result {"ref": "${ref}"} costs no request`;
/** The same where another select or extract may fare better. */
export const readWith = (argument: string) => (ref: string) =>
  `; the body is kept: read_result {"ref": "${ref}", "${argument}": ...} costs no request`;
