import { quoteBigNumbers } from '../result/decode/json-numbers.ts';
import { ERROR_CODE, ProtocolError } from './protocol-error.ts';

/** A request. Its id is JSON text, since a client's number may be more than a JavaScript number can hold. */
export interface ClientRequest {
  readonly id: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** An error that answers the request with this id. */
interface Refusal {
  readonly id: string;
  readonly error: ProtocolError;
}

/** What a line on stdin holds. */
export type Frame =
  | ({ readonly kind: 'request' } & ClientRequest)
  | { readonly kind: 'notification'; readonly method: string; readonly params: ClientRequest['params'] }
  /** The client does not want the answer to the request with this id any more. */
  | { readonly kind: 'cancellation'; readonly id: string; readonly reason: string }
  /** An answer. This server asks nothing, so there is nothing it could be an answer to. */
  | { readonly kind: 'response' }
  /** A message that cannot be read, and what it is instead; that never repeats what it holds. */
  | { readonly kind: 'invalid'; readonly why: string; readonly refusals: readonly Refusal[] };

/** Members of a batch that are answered: a line of a million requests must not become a million lines. */
const MAX_REFUSALS = 1_000;

/**
 * Reads a line as a JSON-RPC 2.0 message of MCP. It is more lenient than the SDK where the meaning is plain: `null` for
 * something that may be absent is absent, members that JSON-RPC does not know are left out, an id may be any number. What
 * is no valid message but has an id gets an error, so that nobody waits for an answer in vain.
 * @returns undefined for an empty line
 */
export function readFrame(line: string): Frame | undefined {
  if (line.trim() === '') return undefined;
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return { kind: 'invalid', why: 'a line that is not JSON', refusals: [] };
  }
  const ids = new IdReader(line);
  if (Array.isArray(message)) return refuseBatch(message, ids);
  return isObject(message) ? readMessage(message, ids) : invalid([]);
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What kind of JSON value it is, in words. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'null';
  return value === undefined ? 'nothing' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function readMessage(message: Readonly<Record<string, unknown>>, ids: IdReader): Frame {
  const { jsonrpc, method } = message;
  if (method === undefined && ('result' in message || 'error' in message)) return { kind: 'response' };
  // JSON-RPC 2.0 section 5: an id that cannot be read is answered with null.
  const id = 'id' in message ? (ids.read(message['id'], ['id']) ?? 'null') : undefined;
  const refuse = (code: number, words: string): Frame =>
    invalid(id === undefined ? [] : [{ id, error: new ProtocolError(code, words) }]);
  if (jsonrpc !== '2.0') return refuse(ERROR_CODE.invalidRequest, '"jsonrpc" must be "2.0"');
  if (id === 'null') return refuse(ERROR_CODE.invalidRequest, '"id" must be a string or a number');
  if (typeof method !== 'string') return refuse(ERROR_CODE.invalidRequest, '"method" must be a string');
  const given = withoutNulls(message['params'] ?? {});
  if (!isObject(given)) return refuse(ERROR_CODE.invalidParams, `params: expected an object, got ${kindOf(given)}`);
  const meta = withoutNulls(given['_meta'] ?? {});
  if (!isObject(meta)) return refuse(ERROR_CODE.invalidParams, `params._meta: expected an object, got ${kindOf(meta)}`);
  const params = '_meta' in given ? { ...given, _meta: meta } : given;
  if (id !== undefined) return { kind: 'request', id, method, params };
  if (method !== 'notifications/cancelled') return { kind: 'notification', method, params };
  const cancelled = ids.read(params['requestId'], ['params', 'requestId']);
  const reason = typeof params['reason'] === 'string' ? params['reason'] : 'cancelled by the client';
  return cancelled === undefined ? invalid([]) : { kind: 'cancellation', id: cancelled, reason };
}

/** No revision since 2025-06-18 has batches. */
function refuseBatch(members: readonly unknown[], ids: IdReader): Frame {
  const words = 'Batches are not supported: send each message on a line of its own';
  const error = new ProtocolError(ERROR_CODE.invalidRequest, words);
  const refusals = members.slice(0, MAX_REFUSALS).flatMap((member, index): Refusal[] => {
    const isAnswered = isObject(member) && 'id' in member && !('result' in member) && !('error' in member);
    return isAnswered ? [{ id: ids.read(member['id'], [index, 'id']) ?? 'null', error }] : [];
  });
  return invalid(refusals);
}

function invalid(refusals: readonly Refusal[]): Frame {
  return { kind: 'invalid', why: 'a message that is not JSON-RPC', refusals };
}

function withoutNulls(value: unknown): unknown {
  return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null)) : value;
}

/** Reads the ids in a line, with all their digits: half of all 64-bit numbers would come back as another one. */
class IdReader {
  readonly #line: string;
  #exact: unknown;

  constructor(line: string) {
    this.#line = line;
  }

  /**
   * @param path at which the id stands in the line
   * @returns the id as JSON text; undefined if it is neither a string nor a number
   */
  read(id: unknown, path: readonly (string | number)[]): string | undefined {
    if (typeof id === 'string') return JSON.stringify(id);
    if (typeof id !== 'number') return undefined;
    if (Number.isSafeInteger(id)) return String(id);
    this.#exact ??= JSON.parse(quoteBigNumbers(this.#line)) as unknown;
    return String(path.reduce((value, key) => Reflect.get(Object(value), key) as unknown, this.#exact));
  }
}
