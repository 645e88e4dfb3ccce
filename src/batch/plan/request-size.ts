import type { HttpRequest } from '../../http/message.ts';

/** Bytes of all requests of a call together: URLs, headers and bodies. */
export const MAX_CALL_BYTES = 32 * 2 ** 20;

const sizes = new WeakMap<HttpRequest['headers'], number>();

/** Bytes of a request as it is sent. @param bodyBytes of its body, which is not made for it */
export function requestSize({ url, headers }: Pick<HttpRequest, 'url' | 'headers'>, bodyBytes: number): number {
  let size = sizes.get(headers);
  if (size === undefined) {
    size = Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
    sizes.set(headers, size);
  }
  return url.href.length + size + bodyBytes;
}
