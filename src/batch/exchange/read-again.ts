import { isSafe } from '../../http/methods.ts';
import type { BodyStore } from '../../result/store/body-store.ts';
import { readableReply, type AnsweredRequest, type RequestReply } from '../outcome/answered.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import type { ExtractedValues } from '../outcome/extracted-values.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { EarlierNode, EarlierRun } from '../schedule/earlier-run.ts';
import type { RequestNode } from '../schedule/request-node.ts';
import { toPendingRecord } from './answer.ts';
import type { ReadingContext } from './context.ts';

/** A request that an earlier call has sent, and that is not sent again. */
export interface KeptRequest {
  readonly node: RequestNode;
  readonly planned: PlannedRequest;
  readonly before: EarlierNode;
  readonly answered: AnsweredRequest;
  /** What is read again; undefined if that is gone: then only its record is told again. */
  readonly reply: Exclude<RequestReply, { error: unknown }> | undefined;
}

/**
 * Whether a request is to be left as an earlier call has sent it: one that was answered while the answer can be read, and a
 * write in any case.
 */
export function keptRequest(node: RequestNode, bodies: BodyStore): KeptRequest | undefined {
  const { planned, before } = node;
  const answered = before?.answered;
  if (!planned || !answered) return undefined;
  const reply = answered.url === planned.request.url.href ? readableReply(answered, bodies) : undefined;
  if (!reply && isSafe(planned.request.method)) return undefined;
  return { node, planned, before, answered, reply };
}

interface ReadAgain {
  readonly pending: PendingRecord;
  readonly extracted: ExtractedValues;
  /** Whether it is what the earlier call has told, for lack of its answer, or since that is read as it was then. */
  readonly isToldAgain: boolean;
}

/**
 * What becomes of a request that is not sent again.
 * @throws the reason of the context's signal
 */
export async function readAgain(
  { node: { itemNode }, planned, before, answered, reply }: KeptRequest,
  earlier: EarlierRun | undefined,
  context: ReadingContext,
): Promise<ReadAgain> {
  if (!reply) {
    const { error = '', ...record } = before.record ?? {};
    const why = `; ${describeLost(answered, planned)}`;
    const told = { record: { ...record, error: error.endsWith(why) ? error : error + why } };
    return { pending: told, extracted: new Map(), isToldAgain: true };
  }
  const { trace } = answered;
  const { pending, extracted } = await toPendingRecord(planned, itemNode, { trace, nodes: [] }, reply, context, new Map());
  const note = isSafe(planned.request.method)
    ? 'read again from its answer to the earlier call; nothing was sent'
    : `the ${planned.request.method} was done by the earlier call; its answer was read again, and nothing was sent`;
  const noted = (each: PendingRecord): PendingRecord => ({ ...each, notes: [note, ...(each.notes ?? [])] });
  const { record, orNull } = pending;
  const own = earlier?.readAnew.find((name) => itemNode.item.request?.[name] !== undefined);
  const hint =
    record.outcome === undefined || own === undefined ? '' : `; its own ${own} goes before the one given with retry_of`;
  const read = { ...pending, record: hint === '' ? record : { ...record, error: `${record.error ?? ''}${hint}` } };
  const isToldAgain = earlier?.readAnew.length === 0 && record.outcome === before.record?.outcome;
  return { pending: { ...noted(read), ...(orNull ? { orNull: noted(orNull) } : {}) }, extracted, isToldAgain };
}

function describeLost({ url, reply }: AnsweredRequest, { request }: PlannedRequest): string {
  if (url !== request.url.href) return `it was sent to ${url} then, and was not sent again`;
  if (reply === 'not whole') return 'it was not sent again: it may be done';
  return `it was not sent again, and its answer ${reply === 'not kept' ? 'could not be kept' : 'is not kept any more'} (--store-bytes)`;
}
