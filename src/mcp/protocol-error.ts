import { escapeControls } from '../escape-controls.ts';

/** JSON-RPC 2.0 section 5.1, and what the revision 2026-07-28 of MCP adds to it. */
export const ERROR_CODE = {
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internal: -32_603,
  unsupportedVersion: -32_022,
} as const;

/** What a request is answered with instead of a result. The SDK's server answers it as it stands, too. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: number;
  readonly data: unknown;

  /** @param data further facts for programs; left out where there are none */
  constructor(code: number, message: string, data?: unknown) {
    super(escapeControls(message));
    this.code = code;
    this.data = data;
  }

  /** The `error` member of the answer. */
  toJSON(): { readonly code: number; readonly message: string; readonly data?: unknown } {
    const { code, message, data } = this;
    return { code, message, ...(data === undefined ? {} : { data }) };
  }
}
