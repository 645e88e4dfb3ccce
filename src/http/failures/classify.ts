import { beginsHttp2, beginsTls } from './first-bytes.ts';
import { codeOf, isDialling, isDns, messageOf, nameOf } from './node-error.ts';
import { RequestFailure, type FailureFacts } from '../../request-failure.ts';
import { isTls, tlsWords } from './tls-reason.ts';

/** How far a request had come when it failed. */
export interface Reached {
  /** The origin, for the message: `http://host:port`. */
  readonly origin: string;
  /** Headers of a final response had arrived. */
  readonly headers: boolean;
  /** Bytes of body that had arrived, as on the wire. */
  readonly bytes: number;
  /** Whether its connection had served others before. Default: no. */
  readonly isReused?: boolean;
}

/**
 * Whether a request failed by what had nothing to do with it: on a connection that had served another before came
 * something that does not begin an answer, as when a server sends a body after a 304.
 */
export function isStale(error: unknown, { headers, isReused = false }: Reached): boolean {
  return isReused && !headers && nameOf(error) === 'HTTPParserError';
}

/** Turns what undici, Node's sockets, TLS and DNS throw into one of our failures. */
export function classify(error: unknown, reached: Reached): RequestFailure {
  if (error instanceof RequestFailure) return error;
  const facts = rows.find(({ test }) => test(codeOf(error), error, reached))?.facts(error, reached) ?? {
    outcome: 'network',
    kind: 'protocol',
    message: `${reached.origin} could not be spoken to: ${messageOf(error)}`,
  };
  return new RequestFailure({ ...facts, cause: error });
}

interface Row {
  readonly test: (code: string, error: unknown, reached: Reached) => boolean;
  readonly facts: (error: unknown, reached: Reached) => FailureFacts;
}

const CONNECT = /^(ECONNREFUSED|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EACCES|EPERM|EMFILE|ENFILE)$/;
const LOST = /^(UND_ERR_(SOCKET|CLOSED|DESTROYED|INFO)|ECONNRESET|FETCH_MANY_RESET|EPIPE|ECONNABORTED|ETIMEDOUT)$/;
const SAID = /^(bad response|bad upgrade)/;
// The parser's errors have no code.
const CUT_CHUNKS = /Invalid EOF state/;
// First match wins.
const rows: readonly Row[] = [
  {
    test: (code) => code === 'UND_ERR_CONNECT_TIMEOUT',
    facts: (_, { origin }) => ({
      outcome: 'timeout',
      kind: 'connect',
      retryable: true,
      message: `${origin} did not accept a connection in time; check the host and port`,
    }),
  },
  {
    test: (code, error, { headers }) => code === 'ETIMEDOUT' && !headers && isDialling(error),
    facts: (_, { origin }) => ({
      outcome: 'timeout',
      kind: 'connect',
      retryable: true,
      message: `${origin} did not answer the connection attempt; check the host and port`,
    }),
  },
  {
    test: (_, error) => isDns(error),
    facts: (error, { origin }) => ({
      outcome: 'network',
      kind: 'dns',
      retryable: codeOf(error) === 'EAI_AGAIN',
      message:
        codeOf(error) === 'EAI_AGAIN'
          ? `the name in ${origin} could not be looked up just now (EAI_AGAIN); try again, or check this machine's DNS`
          : `the name in ${origin} does not exist (${codeOf(error)}); check its spelling`,
    }),
  },
  {
    test: (code, error) => code === 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL' || beginsHttp2(error),
    facts: (_, { origin }) => ({
      outcome: 'network',
      kind: 'protocol',
      message: `${origin} speaks only HTTP/2, and requests are sent in HTTP/1.1: it cannot be reached from here`,
    }),
  },
  {
    test: (_, error) => beginsTls(error),
    facts: (_, { origin }) => protocol(origin, 'the port speaks TLS; write https:// in place of http://'),
  },
  {
    test: (_, error) => isTls(error),
    facts: (error, { origin }) => ({
      outcome: 'network',
      kind: 'tls',
      message: `${origin} failed the TLS handshake: ${tlsWords(error)}`,
    }),
  },
  {
    test: (code) => CONNECT.test(code),
    facts: (error, { origin }) => ({
      outcome: 'network',
      kind: 'connect',
      retryable: true,
      message:
        codeOf(error) === 'ECONNREFUSED'
          ? `${origin} refused the connection (ECONNREFUSED); is the server running on that port?`
          : `${origin} could not be reached (${codeOf(error)})`,
    }),
  },
  {
    test: (code) => code === 'UND_ERR_HEADERS_OVERFLOW',
    facts: (_, { origin }) => protocol(origin, 'its headers are larger than 64 KiB'),
  },
  {
    // undici says this of whatever is wrong with headers that have a Content-Length among them.
    test: (code, _, { headers }) => code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && !headers,
    facts: (_, { origin }) => protocol(origin, 'its headers are malformed, or contradict its Content-Length'),
  },
  {
    test: (code, error, { headers }) =>
      code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ||
      (headers && ((LOST.test(code) && !SAID.test(messageOf(error))) || CUT_CHUNKS.test(messageOf(error)))),
    facts: (_, { origin, bytes }) => ({
      outcome: 'network',
      kind: 'truncated',
      retryable: true,
      message: `${origin} closed the connection after ${bytes} bytes, before the body was complete`,
    }),
  },
  {
    test: (code, error) => LOST.test(code) && !SAID.test(messageOf(error)),
    facts: (_, { origin }) => ({
      outcome: 'network',
      kind: 'connection_lost',
      retryable: true,
      message: `${origin} closed the connection without answering`,
    }),
  },
  {
    test: (code, error) => code.startsWith('HPE_') || nameOf(error) === 'HTTPParserError' || SAID.test(messageOf(error)),
    facts: (error, reached) => ({
      ...protocol(reached.origin, parserSays(messageOf(error))),
      retryable: isStale(error, reached),
    }),
  },
  {
    // A check of undici's own: no answer is known that it does not hold for.
    test: (_, error) => nameOf(error) === 'AssertionError',
    facts: (_, { origin }) => protocol(origin, 'it sent something that makes no sense in an answer'),
  },
  {
    test: (code) => /^(UND_ERR_INVALID_ARG|ERR_INVALID_URL|ERR_INVALID_CHAR|ERR_INVALID_HTTP_TOKEN)$/.test(code),
    facts: (error, { origin }) => ({
      outcome: 'invalid',
      message: `the request to ${origin} cannot be sent: ${messageOf(error)}`,
    }),
  },
];

function protocol(origin: string, what: string): FailureFacts {
  return { outcome: 'network', kind: 'protocol', message: `${origin} did not answer in valid HTTP/1.1: ${what}` };
}

function parserSays(message: string): string {
  if (message === 'bad response') return 'it sent a 100 Continue that nothing asked for';
  if (message === 'bad upgrade') return 'it switched protocols (101), which nothing asked for';
  const reason = /protocol \((.+)\)$/.exec(message)?.[1] ?? message;
  const notAtAll = 'the answer does not begin with HTTP/; is that port a web server?';
  return reason.startsWith('Expected HTTP/') ? notAtAll : reason;
}
