import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

// Node makes keys but no certificates, so the few bytes of X.509 (RFC 5280) and DER (X.690) are written here.

/** A private key and a certificate for it, both PEM. */
export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

const OID = {
  ecdsaWithSha256: '06082a8648ce3d040302',
  commonName: '0603550403',
  subjectAltName: '0603551d11',
  basicConstraints: '0603551d13',
} as const;

const DAY_MS = 86_400_000;

/**
 * Makes a self-signed certificate, which is its own authority for whoever chooses to trust it.
 * @param ip the IPv4 address it is for
 * @param notAfter when it expires; it has been valid for two years then
 */
export function selfSigned(ip: string, notAfter: Date = new Date(Date.now() + 365 * DAY_MS)): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid('ecdsaWithSha256'));
  const serial = randomBytes(8);
  // A name of its own, because by that name an authority is looked up.
  const commonName = der(0x0c, Buffer.from(`test ${serial.toString('hex')}`));
  const name = sequence(der(0x31, sequence(oid('commonName'), commonName)));
  const certificate = sequence(
    der(0xa0, integer(Buffer.of(2))), // version 3
    integer(Buffer.concat([Buffer.of(1), serial])),
    algorithm,
    name,
    sequence(time(new Date(notAfter.getTime() - 730 * DAY_MS)), time(notAfter)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(authority(), alternativeName(ip))),
  );
  const signature = sign('sha256', certificate, privateKey);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(sequence(certificate, algorithm, bits(signature))),
  };
}

function authority(): Buffer {
  return sequence(oid('basicConstraints'), octets(sequence(der(0x01, Buffer.of(0xff)))));
}

function alternativeName(ip: string): Buffer {
  const address = der(0x87, Buffer.from(ip.split('.').map(Number)));
  return sequence(oid('subjectAltName'), octets(sequence(address)));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function integer(value: Buffer): Buffer {
  return der(0x02, value);
}

function octets(value: Buffer): Buffer {
  return der(0x04, value);
}

function bits(value: Buffer): Buffer {
  return der(0x03, Buffer.of(0), value);
}

function oid(name: keyof typeof OID): Buffer {
  return Buffer.from(OID[name], 'hex');
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\..*/g, '')}Z`));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
