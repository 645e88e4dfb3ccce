import { nameSome } from '../../name-some.ts';
import type { FinishedRequest } from '../outcome/draft.ts';

/** Records that the note names. */
const MAX_NAMED = 20;

/**
 * Which bodies of a call cannot be read again, because the store had no room for them.
 * @returns nothing where there are none
 */
export function unkeptNotes(finished: readonly Pick<FinishedRequest, 'record' | 'kept'>[]): string[] {
  const unkept = finished
    .filter(({ kept }) => kept !== undefined && kept.bytes > 0 && !kept.isWhole)
    .map(({ record: { i } }) => i);
  if (unkept.length === 0) return [];
  const [bodies, it] = unkept.length === 1 ? ['the body', 'it'] : ['the bodies', 'them'];
  const which = `${bodies} of i ${nameSome(unkept, MAX_NAMED)}`;
  return [`${which} could not be kept (--store-bytes, or no room on the disk): read_result cannot read ${it} again`];
}
