import { SelectError } from '../../result/select/selected.ts';
import { bodyOfPages, keptFor } from './bodies.ts';
import type { Exchange } from './exchanges.ts';
import { endedBy, readAgain, unfinished, type Draft, type Ended } from './outcome.ts';
import { keptPages } from './paginate.ts';
import { bodyContext, type ReadingContext } from './perform.ts';
import { namedAs } from '../plan/plan-request.ts';
import type { Slot } from './slot.ts';

/** What the call's end has left of the pages that a request has read. */
export type Rest = Pick<Draft, 'body' | 'kept' | 'note'>;

/**
 * Projects the pages that unfinished requests have read, as if they were all.
 * @throws the reason of the context's signal
 */
export async function readSoFar(
  exchanges: ReadonlyMap<Slot, Exchange>,
  context: ReadingContext,
): Promise<ReadonlyMap<Slot, Rest>> {
  const rests = new Map<Slot, Rest>();
  for (const [slot, exchange] of exchanges) {
    if (!slot.planned || !exchange.pages?.count) continue;
    try {
      const { body, note } = await bodyOfPages(slot.planned, exchange.pages, bodyContext(exchange, context));
      rests.set(slot, { body, note });
    } catch (error) {
      if (!(error instanceof SelectError)) throw error;
      rests.set(slot, { kept: keptFor(error) });
    }
  }
  return rests;
}

/** What became of a request that the end of the call has prevented, or of an item whose requests were not known yet. */
export function endedDraft(slot: Slot, exchange: Exchange | undefined, ended: Ended, rest: Rest | undefined): Draft {
  const { planned, node: { item } } = slot;
  if (!planned) {
    const waited = `it had not been sent: it takes values from "${item.wants[0]?.from}"`;
    return { record: { ...namedAs(item), ...endedBy(ended, waited) } };
  }
  const record = unfinished(planned, exchange?.trace, ended);
  const pages = exchange?.pages?.count;
  if (!rest || !pages) return { record };
  return { record: { ...record, pages, error: `${record.error ?? ''}; ${keptPages(pages)}` }, advice: readAgain, ...rest };
}
