import type { BodyLease } from '../../http/byte-budget.ts';
import type { HttpResponse } from '../../http/message.ts';
import type { BodyStore } from '../../result/store/body-store.ts';

/** Up to this size a body is read where it is; larger ones wait in the store, and a sandbox process reads them there. */
export const INLINE_BYTES = 64 * 1024;

/** A body that waits to be read. */
export interface HeldBody {
  /** Decoded. */
  readonly bytes: number;
  /** In the store; undefined if there was no room for it. */
  readonly key: string | undefined;
  /** In memory: small ones, and those that are nowhere else. */
  readonly content: Buffer | undefined;
  /** Whether it is nowhere else, and may be in memory until the call ends. */
  readonly isReserved?: boolean;
}

/** One answer, its body held. */
export interface Answer extends Omit<HttpResponse, 'body'> {
  readonly body: HeldBody;
}

/**
 * Puts the body of a response into the store.
 * @param owner the call, which nothing of it is dropped before it ends
 * @param keepsAll whether the body will be read when the call ends, also if there is no room for it in the store
 * @param lease what the body has of the memory for bodies, which is given back if the store has it
 * @returns at once where the store takes it at once
 */
export function holdAnswer(
  response: HttpResponse,
  bodies: BodyStore,
  owner: object,
  keepsAll: boolean,
  lease: BodyLease,
): Answer | Promise<Answer> {
  const { status, statusText, headers, isLocal, body: content } = response;
  const answered = (body: HeldBody): Answer => ({ status, statusText, headers, isLocal, body });
  const bytes = content.length;
  if (bytes === 0) return answered({ bytes, key: undefined, content });
  const held = (key: string | undefined): HeldBody => {
    if (key === undefined) return { bytes, key, content, isReserved: keepsAll && bodies.reserve(bytes, owner) };
    lease.end();
    return { bytes, key, content: bytes <= INLINE_BYTES ? content : undefined };
  };
  const put = bodies.put(content, owner);
  return put instanceof Promise ? put.then((key) => answered(held(key))) : answered(held(put));
}
