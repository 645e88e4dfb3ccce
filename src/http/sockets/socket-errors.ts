/** A resolver that answers with an empty list, which Node cannot cope with. */
export class NoAddress extends Error {
  readonly code = 'ENODATA';

  constructor(host: string) {
    super(`${host} has no address`);
  }
}

/**
 * undici reads two things into an error's code that are not so; given another code before it looks, it does not.
 * It takes a reset as the end of a body without a length, and reports success; RFC 9112 section 8 takes it as a body
 * cut off. And it takes its own closing of an aborted request's socket as a reason to dial again for that request.
 */
export function renameForUndici(error: Error): void {
  if (!('code' in error)) return;
  if (error.code === 'ECONNRESET') error.code = 'FETCH_MANY_RESET';
  if (error.code === 'UND_ERR_INFO' && error.message === 'aborted') error.code = 'FETCH_MANY_ABORTED';
}
