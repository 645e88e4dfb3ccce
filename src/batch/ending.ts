import { Body } from '../result/body.ts';
import { json } from '../result/content.ts';
import type { Exchange } from './exchanges.ts';
import { endedBy, unfinished, type Draft, type Ended } from './outcome.ts';
import { bodyContext, type RequestContext } from './perform.ts';
import { namedAs } from './plan-request.ts';
import type { Slot } from './slot.ts';

/** The pages that unfinished exchanges have read. */
export async function readSoFar(
  exchanges: readonly Exchange[],
  context: Pick<RequestContext, 'engine' | 'call' | 'signal'>,
): Promise<ReadonlyMap<Exchange, Body>> {
  const bodies = new Map<Exchange, Body>();
  for (const exchange of exchanges) {
    const { pages } = exchange;
    if (!pages?.count || bodies.has(exchange)) continue;
    const content = json([...pages.items]);
    bodies.set(exchange, await Body.of(content.value, content, pages.bytes, bodyContext(exchange, context)));
  }
  return bodies;
}

/** What became of a request that the end of the call has prevented, or of an item whose requests were not known yet. */
export function endedDraft({ planned, node: { item } }: Slot, exchange: Exchange | undefined, ended: Ended, read: ReadonlyMap<Exchange, Body>): Draft {
  if (!planned) {
    const waited = `it had not been sent: it takes values from "${item.wants[0]?.from}"`;
    return { record: { ...namedAs(item), ...endedBy(ended, waited) } };
  }
  const record = unfinished(planned, exchange?.trace, ended);
  const body = exchange && read.get(exchange);
  return body ? { record: { ...record, pages: exchange.pages?.count }, body } : { record };
}
