import { nameOf } from './node-error.ts';

/** A SETTINGS or GOAWAY frame (RFC 9113 section 6), with which an HTTP/2 server begins. */
// oxlint-disable-next-line no-control-regex -- it is bytes that are looked for
const HTTP2_FRAME = /^\0\0[\0-\x7f][\x04\x07][\0\x01]\0{4}/;
/** A warning or fatal alert (RFC 8446 section 6), with which a server of TLS answers what is none. */
// oxlint-disable-next-line no-control-regex -- likewise
const TLS_ALERT = /^\x15\x03[\0-\x04]\0\x02[\x01\x02]/;

/** Whether what came in place of an answer is of HTTP/2. */
export function beginsHttp2(error: unknown): boolean {
  return begins(error, HTTP2_FRAME);
}

/** Whether what came in place of an answer is of TLS. */
export function beginsTls(error: unknown): boolean {
  return begins(error, TLS_ALERT);
}

function begins(error: unknown, bytes: RegExp): boolean {
  return nameOf(error) === 'HTTPParserError' && bytes.test(String(Reflect.get(Object(error), 'data')));
}
