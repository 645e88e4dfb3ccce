import { META, metaOf, MODERN_VERSION } from './eras.ts';
import { isObject, kindOf, type ClientRequest } from './frame.ts';
import { ERROR_CODE, ProtocolError } from './protocol-error.ts';

/** RFC 5424, as the protocol spells them. */
const LOG_LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

/**
 * Checks what every request of the modern era must say of itself (2026-07-28, Overview, `_meta`).
 * @throws {ProtocolError} -32602 if it does not, or not in the right form; -32022 with the revisions that are served if it
 *   is of another one
 */
export function checkMeta(request: Pick<ClientRequest, 'params'>): void {
  const meta = metaOf(request);
  const version = meta[META.protocolVersion];
  if (typeof version !== 'string') {
    refuse(META.protocolVersion, `"${MODERN_VERSION}" (clients of 2025-11-25 and older begin with initialize)`, version);
  }
  if (version !== MODERN_VERSION) {
    const message =
      `Unsupported protocol version ${version.slice(0, 40)}: this server speaks ${MODERN_VERSION}, ` +
      'and after initialize 2025-11-25 and older';
    throw new ProtocolError(ERROR_CODE.unsupportedVersion, message, { supported: [MODERN_VERSION], requested: version });
  }
  const capabilities = meta[META.clientCapabilities];
  if (!isObject(capabilities)) refuse(META.clientCapabilities, 'an object', capabilities);
  const level = meta[META.logLevel];
  if (level !== undefined && !LOG_LEVELS.some((each) => each === level)) {
    refuse(META.logLevel, `one of ${LOG_LEVELS.join(', ')}`, level);
  }
}

function refuse(key: string, expected: string, value: unknown): never {
  const problem = value === undefined ? `is required, ${expected}` : `expected ${expected}, got ${kindOf(value)}`;
  throw new ProtocolError(ERROR_CODE.invalidParams, `params._meta["${key}"]: ${problem}`);
}
