import { STATUS_CODES } from 'node:http';
import { isIP } from 'node:net';
import { codeOf, isDns, messageOf } from '../failures/node-error.ts';
import { RequestFailure } from '../../request-failure.ts';
import { isTls, tlsWords } from '../failures/tls-reason.ts';
import type { ProxyServer } from './proxy-server.ts';

/** The other end of a tunnel. */
export interface ProxyTarget {
  readonly protocol: string;
  /** An IPv6 address has no brackets. */
  readonly host: string;
  readonly port: number;
}

/** `HOST:PORT`, an IPv6 address in brackets: the target of a CONNECT (RFC 9110 section 9.3.6). */
export function authority({ host, port }: { readonly host: string; readonly port: number }): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * The proxy answered, and not with a 2xx. Its own words are left out: they may hold what it was sent.
 * @param challenge its Proxy-Authenticate
 */
export function refuse(proxy: ProxyServer, target: ProxyTarget, status: number, challenge = ''): RequestFailure {
  const reason = STATUS_CODES[status] ?? '';
  const said = `refused CONNECT ${authority(target)} with ${`${status} ${reason}`.trim()}`;
  return failure(proxy, `${said}; ${advice(proxy, target, status, challenge)}`, { retryable: [502, 503, 504].includes(status) });
}

function advice({ authorization }: ProxyServer, { protocol, host }: ProxyTarget, status: number, challenge: string): string {
  if (status === 407) {
    const scheme = /\bBasic\b/i.test(challenge) ? undefined : /\b(Negotiate|NTLM|Digest|Bearer)\b/i.exec(challenge)?.[1];
    if (scheme) return `it wants ${scheme}, and only Basic is supported: name one in --proxy that takes over between the two`;
    return authorization
      ? 'the operator has to correct the name and password in its URL'
      : 'the operator has to add a name and password to its URL: http://USER:PASSWORD@HOST:PORT';
  }
  if ([502, 503, 504].includes(status)) return `it could not reach ${host}; is that up, and is its name known to the proxy?`;
  if (protocol === 'http:' && [400, 403, 405, 501].includes(status)) {
    return 'many a proxy permits CONNECT for https only, and http is tunnelled here, too: try https';
  }
  if (status === 403) return 'it does not permit this host and port; whoever runs it can';
  return 'is it a proxy, and does it permit CONNECT?';
}

/** Something went wrong before the proxy had answered. */
export function unanswered(proxy: ProxyServer, target: ProxyTarget, error: unknown, reached: boolean): RequestFailure {
  if (error instanceof RequestFailure) return error;
  const code = codeOf(error);
  const asked = `CONNECT ${authority(target)}`;
  const facts = { retryable: true, cause: error };
  if (isTls(error)) return failure(proxy, `failed the TLS handshake: ${tlsWords(error)}`, { cause: error });
  if (code === 'HPE_HEADER_OVERFLOW') {
    return failure(proxy, `answered ${asked} with headers larger than 16 KiB`, { cause: error });
  }
  if (code.startsWith('HPE_')) {
    return failure(proxy, `did not answer ${asked} in valid HTTP/1.1; is that port an HTTP proxy?`, { cause: error });
  }
  if (reached) return failure(proxy, `closed the connection without answering ${asked}`, facts);
  if (code === 'ECONNREFUSED') return failure(proxy, 'refused the connection (ECONNREFUSED); is it running on that port?', facts);
  if (isDns(error)) {
    return failure(proxy, `has a name that cannot be looked up (${code}); the operator has to check it`, facts);
  }
  return failure(proxy, `could not be reached (${code || messageOf(error)})`, facts);
}

/** The target's name is not known here, so that nothing about it could be judged. */
export function unknownHere(proxy: ProxyServer, target: ProxyTarget, error: Error): RequestFailure {
  const code = codeOf(error);
  const to = authority(target);
  return new RequestFailure({
    outcome: 'network',
    kind: 'dns',
    retryable: code === 'EAI_AGAIN',
    message:
      `the name in ${target.protocol}//${to} cannot be looked up here (${code}), and must be before the proxy ` +
      `${authority(proxy)} is asked for it; check its spelling, or start the server with --allow ${to} to leave it to the proxy`,
    cause: error,
  });
}

/** More than the answer came, as from a web server that takes CONNECT for a GET. */
export function unasked(proxy: ProxyServer, target: ProxyTarget): RequestFailure {
  return failure(proxy, `answered CONNECT ${authority(target)} with a page; is that port an HTTP proxy?`, {});
}

/** The proxy said that there is a tunnel, and what came was its end. */
export function closedEarly(proxy: ProxyServer, target: ProxyTarget, cause?: unknown): RequestFailure {
  const said = `closed the tunnel to ${authority(target)} before a byte had come through it`;
  return failure(proxy, `${said}; it, or the server behind it, is out of order`, { retryable: true, cause });
}

/** The time to connect is over. */
export function slow(proxy: ProxyServer, target: ProxyTarget, reached: boolean): RequestFailure {
  const said = reached
    ? `did not answer CONNECT ${authority(target)} in time`
    : 'did not accept a connection in time; is its host and port right?';
  return failure(proxy, said, { retryable: true });
}

function failure(proxy: ProxyServer, said: string, facts: { retryable?: boolean; cause?: unknown }): RequestFailure {
  const message = `the proxy ${authority(proxy)} (${proxy.from}) ${said}`;
  return new RequestFailure({ outcome: 'network', kind: 'proxy', message, ...facts });
}
