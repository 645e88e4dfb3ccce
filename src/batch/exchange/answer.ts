import type { ResponseHeaders } from '../../http/message.ts';
import type { SharedRequest } from './coalescing.ts';
import type { RequestReply } from '../outcome/answered.ts';
import { recordOfAnswer, failed, recordForEqual } from '../outcome/record.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import { viewOf } from '../plan/view-of.ts';
import type { ItemNode } from '../schedule/request-node.ts';
import { extractValues, valueNotes, type ValueRequest, type ExtractedValues } from '../outcome/extracted-values.ts';
import { type ReadingContext, bodyContext } from './context.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import { shownHeaders } from '../outcome/header-values.ts';

/** What became of a request, and what others take from it. */
export interface ToldRequest {
  readonly pending: PendingRecord;
  readonly extracted: ExtractedValues;
}

const NO_VALUES: ExtractedValues = new Map();

/**
 * What became of one of the requests that share an exchange, and what others take from it.
 * @param seen what has become of others of them, by how they look at the body
 * @returns at once where nothing has to be waited for
 * @throws the group's reason
 */
export function toPendingRecord(
  planned: PlannedRequest,
  itemNode: ItemNode,
  sharedRequest: Pick<SharedRequest, 'trace' | 'nodes'>,
  reply: RequestReply,
  context: ReadingContext,
  seen: Map<string, PendingRecord>,
): ToldRequest | Promise<ToldRequest> {
  const { trace } = sharedRequest;
  const failure = (error: unknown): ToldRequest => {
    if (context.signal.aborted) throw error;
    return { pending: { record: failed(planned, error, trace) }, extracted: NO_VALUES };
  };
  if ('error' in reply) return failure(reply.error);
  const isShared = sharedRequest.nodes.length > 1 && itemNode.dependents.length === 0;
  const view = isShared ? viewOf(planned) : '';
  const known = isShared ? seen.get(view) : undefined;
  if (known) return { pending: recordForEqual(known, planned), extracted: NO_VALUES };
  const wanted = valueRequestsOf(itemNode);
  const body = bodyContext(sharedRequest, context);
  const isSeen = body.program === undefined && context.call.layout !== 'failures';
  const within = isSeen ? body : { ...body, program: readersOf(body.program, wanted) };
  const told = (pending: PendingRecord): ToldRequest | Promise<ToldRequest> => {
    pending.headers = headersLater(reply.answer.headers, within.url);
    if (isShared) seen.set(view, pending);
    const isWanted = itemNode.dependents.length > 0 && (pending.orNull ?? pending).record.outcome === undefined;
    if (!isWanted) return { pending, extracted: NO_VALUES };
    const values = extractValues(wanted, planned, reply, within);
    const said = [...(pending.notes ?? []), ...(pending.orNull?.notes ?? [])];
    return values.then((extracted) => ({ pending: withNotes(pending, valueNotes(wanted, extracted, said)), extracted }));
  };
  try {
    const record = recordOfAnswer(planned, reply.answer, trace, context.call.response_headers ?? [], within, reply);
    const result = record instanceof Promise ? record.then(told) : told(record);
    return result instanceof Promise ? result.catch(failure) : result;
  } catch (error) {
    return failure(error);
  }
}

function withNotes(pending: PendingRecord, notes: readonly string[]): PendingRecord {
  if (notes.length === 0) return pending;
  const { orNull } = pending;
  return { ...pending, notes: [...(pending.notes ?? []), ...notes], ...(orNull ? { orNull: withNotes(orNull, notes) } : {}) };
}

/** On its own: a function that is made where the answer is known would keep all of it, with its body. */
function headersLater(headers: ResponseHeaders, url: string): NonNullable<PendingRecord['headers']> {
  return () => shownHeaders(headers, url);
}

/** What reads a body that nobody sees, as a program has it: the call's, and what others take from it. */
function readersOf(program: string | undefined, wanted: readonly ValueRequest[]): string | undefined {
  const selects = wanted.flatMap(({ valueSource: { header, select = '' } }) =>
    header === undefined ? [`body.${select.replace(/^[^=]*=>\s*\w+\.?/, '').replace('[:', '[0:')}`.replace('.[', '[')] : [],
  );
  return selects.length === 0 ? program : [program ?? '', ...selects].join('\n');
}

function valueRequestsOf({ item: { id }, dependents }: ItemNode): ValueRequest[] {
  return dependents.flatMap(({ item, place }) => {
    return item.valueSources.filter(({ from }) => from === id).map((valueSource) => ({ item, place, valueSource }));
  });
}
