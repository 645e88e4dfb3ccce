import { errors } from 'undici';
import { describe, expect, test } from 'vitest';
import { classify, type Reached } from '../../../src/http/failures/classify.ts';
import { RequestFailure } from '../../../src/request-failure.ts';

const ORIGIN = 'http://one.test:8080';
const DIALLING: Reached = { origin: ORIGIN, headers: false, bytes: 0 };
const READ_SCHEMAS: Reached = { origin: ORIGIN, headers: true, bytes: 7 };

/** An error as Node makes one, with a code and what else it has. */
function coded(code: string, message = `it failed, ${code}`, more: object = {}): Error {
  return Object.assign(new Error(message), { code }, more);
}

/** What happy eyeballs throws when every address failed. */
function eyeballs(...codes: readonly string[]): AggregateError {
  const each = codes.map((code) => coded(code, `connect ${code}`, { syscall: 'connect' }));
  return Object.assign(new AggregateError(each), { code: codes[0] });
}

/** `outcome/kind`, with a `!` if it is worth another try. */
function said(error: unknown, reached: Reached): string {
  const { outcome, kind, retryable } = classify(error, reached);
  return `${outcome}${kind === undefined ? '' : `/${kind}`}${retryable ? '!' : ''}`;
}

describe('while it dials', () => {
  test.each([
    ['ECONNREFUSED', 'network/connect!'],
    ['EHOSTUNREACH', 'network/connect!'],
    ['EHOSTDOWN', 'network/connect!'],
    ['ENETUNREACH', 'network/connect!'],
    ['ENETDOWN', 'network/connect!'],
    ['EADDRNOTAVAIL', 'network/connect!'],
    ['EACCES', 'network/connect!'],
    ['EPERM', 'network/connect!'],
    ['EMFILE', 'network/connect!'],
    ['ENFILE', 'network/connect!'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout/connect!'],
    ['ENOTFOUND', 'network/dns'],
    ['ENODATA', 'network/dns'],
    ['ESERVFAIL', 'network/dns'],
    ['ETIMEOUT', 'network/dns'],
    ['EAI_AGAIN', 'network/dns!'],
    ['EAI_FAIL', 'network/dns'],
    ['EAI_NODATA', 'network/dns'],
    ['EAI_NONAME', 'network/dns'],
    ['ECONNRESET', 'network/connection_lost!'],
    ['EPIPE', 'network/connection_lost!'],
    ['UND_ERR_SOCKET', 'network/connection_lost!'],
    ['UND_ERR_INFO', 'network/connection_lost!'],
    ['UND_ERR_CLOSED', 'network/connection_lost!'],
    ['UND_ERR_DESTROYED', 'network/connection_lost!'],
  ])('%s is %s', (code, is) => {
    expect(said(coded(code), DIALLING)).toBe(is);
    expect(classify(coded(code), DIALLING).message).toContain(code === 'ENOTFOUND' ? 'does not exist' : ORIGIN);
  });

  test('ETIMEDOUT of the connection attempt is a time-out, of an established connection a loss', () => {
    expect(said(coded('ETIMEDOUT', 'connect ETIMEDOUT', { syscall: 'connect' }), DIALLING)).toBe('timeout/connect!');
    expect(said(coded('ETIMEDOUT', 'read ETIMEDOUT', { syscall: 'read' }), DIALLING)).toBe('network/connection_lost!');
    expect(said(coded('ETIMEDOUT', 'read ETIMEDOUT', { syscall: 'read' }), READ_SCHEMAS)).toBe('network/truncated!');
  });

  test('the advice is for who must act', () => {
    expect(classify(coded('ECONNREFUSED'), DIALLING).message).toContain('is the server running on that port?');
    expect(classify(coded('ENOTFOUND'), DIALLING).message).toContain('check its spelling');
    expect(classify(coded('EAI_AGAIN'), DIALLING).message).toContain('try again');
    expect(classify(coded('UND_ERR_CONNECT_TIMEOUT'), DIALLING).message).toContain('check the host and port');
    expect(classify(coded('EMFILE'), DIALLING).message).toContain('EMFILE');
  });
});

describe('happy eyeballs', () => {
  test.each([
    ['all timed out', ['ETIMEDOUT', 'ETIMEDOUT'], 'timeout/connect!'],
    ['one refused says more than one that timed out', ['ETIMEDOUT', 'ECONNREFUSED'], 'network/connect!'],
    ['in either order', ['ECONNREFUSED', 'ETIMEDOUT'], 'network/connect!'],
    ['no route at all', ['ENETUNREACH', 'EHOSTUNREACH'], 'network/connect!'],
    ['no route by IPv6, and no answer by IPv4', ['ENETUNREACH', 'ETIMEDOUT'], 'network/connect!'],
    ['none at all', [], 'network/protocol'],
    ['no codes', ['', ''], 'network/protocol'],
  ])('%s: %j is %s', (_, codes, is) => {
    expect(said(eyeballs(...codes), DIALLING)).toBe(is);
  });

  test('it is the code of the more telling that is shown', () => {
    expect(classify(eyeballs('ETIMEDOUT', 'EHOSTUNREACH'), DIALLING).message).toContain('EHOSTUNREACH');
    expect(classify(eyeballs('ETIMEDOUT', 'ECONNREFUSED'), DIALLING).message).toContain('ECONNREFUSED');
  });

  test('an aggregate within an aggregate is looked into', () => {
    const nested = new AggregateError([eyeballs('ETIMEDOUT'), eyeballs('ETIMEDOUT', 'ECONNREFUSED')]);
    expect(said(nested, DIALLING)).toBe('network/connect!');
  });

  test('what is in it need not be errors', () => {
    expect(said(new AggregateError([undefined, 'text', 7, coded('ECONNREFUSED')]), DIALLING)).toBe('network/connect!');
  });
});

describe('TLS', () => {
  test.each([
    ['CERT_HAS_EXPIRED', 'certificate has expired', /expired/],
    ['CERT_NOT_YET_VALID', 'certificate is not yet valid', /is this machine's clock right\?/],
    ['CERT_REVOKED', 'certificate revoked', /revoked/],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'Hostname/IP does not match',
      /the certificate is for another name: .* \(NODE_EXTRA_CA_CERTS does not help\)/,
    ],
    ['HOSTNAME_MISMATCH', 'hostname mismatch', /the certificate is for another name/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', /NODE_EXTRA_CA_CERTS \(DEPTH_ZERO_SELF_SIGNED_CERT\)/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain', /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate', /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unable to get local issuer certificate', /NODE_EXTRA_CA_CERTS/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number', /does the port speak plain http\?/],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'packet length too long', /does the port speak plain http\?/],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tlsv1 alert protocol version', /alert protocol version/],
    ['ERR_OSSL_EVP_UNSUPPORTED', 'unsupported', /unsupported/],
    ['EPROTO', 'write EPROTO', /EPROTO/],
  ])('%s is told, with what helps', (code, message, advice) => {
    const failure = classify(coded(code, message), DIALLING);
    expect(said(failure, DIALLING)).toBe('network/tls');
    expect(failure.message).toContain(`${ORIGIN} failed the TLS handshake: ${message}`);
    expect(failure.message).toMatch(advice);
  });

  test('a connection that ends in the handshake is told by its message, whatever its code', () => {
    const message = 'Client network socket disconnected before secure TLS connection was established';
    expect(said(coded('ECONNRESET', message), DIALLING)).toBe('network/tls');
  });

  test('only the first line of what OpenSSL says is shown', () => {
    const error = coded('ERR_SSL_WRONG_VERSION_NUMBER', 'wrong version number\n80B2:error:/deps/openssl');
    expect(classify(error, DIALLING).message).not.toContain('openssl');
  });
});

describe('when an answer has begun', () => {
  test.each(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_INFO', 'FETCH_MANY_RESET'])(
    '%s has cut it short',
    (code) => {
      expect(said(coded(code), READ_SCHEMAS)).toBe('network/truncated!');
      expect(classify(coded(code), READ_SCHEMAS).message).toContain('after 7 bytes');
    },
  );

  test('chunks that end before the last one are a cut, which the parser tells by its words', () => {
    expect(said(new errors.HTTPParserError('Invalid EOF state'), READ_SCHEMAS)).toBe('network/truncated!');
    expect(said(new errors.HTTPParserError('Invalid EOF state'), DIALLING)).toBe('network/protocol');
  });

  test('a length that was promised and not kept is a cut, also at 0 bytes; within the headers it is nonsense', () => {
    const mismatch = new errors.ResponseContentLengthMismatchError();
    expect(said(mismatch, READ_SCHEMAS)).toBe('network/truncated!');
    expect(said(mismatch, { ...READ_SCHEMAS, bytes: 0 })).toBe('network/truncated!');
    expect(said(mismatch, DIALLING)).toBe('network/protocol');
  });

  test('bytes that are no HTTP stay that', () => {
    expect(said(coded('HPE_INVALID_CHUNK_SIZE'), READ_SCHEMAS)).toBe('network/protocol');
    expect(said(coded('UND_ERR_SOCKET', 'bad response'), READ_SCHEMAS)).toBe('network/protocol');
  });
});

describe('what is no HTTP', () => {
  test.each([
    ['headers that are too large', new errors.HeadersOverflowError()],
    ['a parser error, which has no code', new errors.HTTPParserError('Invalid header token')],
    ['a parser error, by its code', coded('HPE_INVALID_HEADER_TOKEN')],
    ['an answer nobody asked for', new errors.SocketError('bad response')],
    ['an upgrade nobody asked for', new errors.SocketError('bad upgrade')],
    ['an end in mid-header', coded('HPE_INVALID_EOF_STATE')],
    ['an error nobody has heard of', new Error('surprise')],
    ['an unknown code', coded('EWHATEVER')],
    ['a value that is no error', 'text'],
    ['nothing', undefined],
  ])('%s is a protocol failure, not to be tried again', (_, error) => {
    expect(said(error, DIALLING)).toBe('network/protocol');
  });

  test('what it was is shown', () => {
    expect(classify(new errors.HeadersOverflowError(), DIALLING).message).toContain('larger than 64 KiB');
    expect(classify(new errors.HTTPParserError('Invalid token'), DIALLING).message).toContain('Invalid token');
    expect(classify(new Error('surprise'), DIALLING).message).toContain('surprise');
    expect(classify('text', DIALLING).message).toContain('text');
  });
});

describe('what cannot be sent', () => {
  test.each([
    new errors.InvalidArgumentError('invalid header value'),
    coded('ERR_INVALID_URL', 'Invalid URL'),
    coded('ERR_INVALID_CHAR', 'Invalid character in header content'),
    coded('ERR_INVALID_HTTP_TOKEN', 'Method must be a valid HTTP token'),
  ])('is invalid, and says why: %s', (error) => {
    expect(said(error, DIALLING)).toBe('invalid');
    expect(classify(error, DIALLING).message).toBe(`the request to ${ORIGIN} cannot be sent: ${error.message}`);
  });
});

describe('every failure', () => {
  test('of ours stays what it is', () => {
    const failure = new RequestFailure({ outcome: 'blocked', message: 'no' });
    expect(classify(failure, READ_SCHEMAS)).toBe(failure);
  });

  test('keeps its cause, and has a code that undici does not know', () => {
    const cause = coded('ECONNREFUSED');
    const failure = classify(cause, DIALLING);
    expect(failure).toMatchObject({ name: 'HttpFailure', code: 'FETCH_MANY_FAILURE', cause });
  });

  test('is of one line', () => {
    for (const code of ['EPROTO', 'EWHATEVER', 'HPE_INVALID_TOKEN', 'UND_ERR_INVALID_ARG', 'CERT_HAS_EXPIRED']) {
      expect(classify(coded(code, 'one\ntwo'), DIALLING).message).not.toContain('\n');
    }
  });
});
