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
  const isWhole = keys.length === held.length;
  const bytes = held.reduce((sum, each) => sum + each.bytes, 0);
  const isHeld = keepsAll && held.every(({ key, isReserved }) => key !== undefined || isReserved);
  return { reading, keys, bytes, isWhole, notes, ...(isHeld && !isWhole ? { unstored: held } : {}) };
}

/** What to do with a body that is kept, given its ref. */
export const readAgain = (ref: string): string => `; the body is kept: read_result {"ref": "${ref}"} costs no request`;
/** The same where another select or extract may fare better. */
export const readWith = (argument: string) => (ref: string) =>
  `; the body is kept: read_result {"ref": "${ref}", "${argument}": ...} costs no request`;
