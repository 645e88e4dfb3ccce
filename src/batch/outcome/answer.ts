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
 */
export async function holdAnswer(response: HttpResponse, bodies: BodyStore, owner: object, keepsAll: boolean): Promise<Answer> {
  const { body: content, ...head } = response;
  return { ...head, body: await holdBody(content, bodies, owner, keepsAll) };
}

async function holdBody(content: Buffer, bodies: BodyStore, owner: object, keepsAll: boolean): Promise<HeldBody> {
  if (content.length === 0) return { bytes: 0, key: undefined, content };
  const put = bodies.put(content, owner);
  const key = typeof put === 'object' ? await put : put;
  if (key === undefined) {
    return { bytes: content.length, key, content, isReserved: keepsAll && bodies.reserve(content.length, owner) };
  }
  return { bytes: content.length, key, content: content.length <= INLINE_BYTES ? content : undefined };
}
