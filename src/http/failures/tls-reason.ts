import { codeOf, messageOf } from './node-error.ts';

const TLS = /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;

/** Whether a handshake failed. */
export function isTls(error: unknown): boolean {
  return TLS.test(codeOf(error)) || endedInHandshake(error);
}

/** Whether the other side hung up in mid-handshake; Node has no code for it. */
export function endedInHandshake(error: unknown): boolean {
  return messageOf(error).includes('before secure TLS connection');
}

/** Why a handshake failed, and what can be done about it. */
export function tlsWords(error: unknown): string {
  const reason = tlsReason(error);
  return reason + tlsAdvice(codeOf(error), reason);
}

/** OpenSSL's own words without its file names and line numbers, and without the advice that Node 24 and newer add. */
function tlsReason(error: unknown): string {
  const reason = error instanceof Error && 'reason' in error ? error.reason : undefined;
  const words = typeof reason === 'string' ? reason : messageOf(error);
  const ofOpenSsl = /:SSL routines:[^:]*:([^:]+):/.exec(words)?.[1];
  return ofOpenSsl ?? words.replace(/; if the root CA is installed locally.*/, '');
}

function tlsAdvice(code: string, reason: string): string {
  if (/ALTNAME|HOSTNAME/.test(code)) {
    return '; the certificate is for another name: ask for one that it has (NODE_EXTRA_CA_CERTS does not help)';
  }
  if (/SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|INVALID_CA/.test(code)) {
    return `; the operator can trust its authority with NODE_EXTRA_CA_CERTS (${code})`;
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return "; its server has to renew it, if this machine's clock is right (NODE_EXTRA_CA_CERTS does not help)";
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return "; is this machine's clock right? (NODE_EXTRA_CA_CERTS does not help)";
  }
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/.test(code)) return '; the two share no version of TLS';
  if (/WRONG_VERSION|PACKET_LENGTH|HTTP_REQUEST/.test(code) || /wrong version|packet length|http request/.test(reason))
    return '; does the port speak plain http?';
  return '';
}
