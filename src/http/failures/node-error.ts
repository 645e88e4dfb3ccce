/**
 * The code of an error; empty if it has none. Happy eyeballs (RFC 8305) reports an AggregateError, of whose codes one that
 * is not a time-out says more than those that are.
 */
export function codeOf(error: unknown): string {
  if (error instanceof AggregateError) {
    const codes = error.errors.map((inner) => codeOf(inner));
    return codes.find((code) => code && code !== 'ETIMEDOUT') ?? codes[0] ?? '';
  }
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const DNS = /^(ENOTFOUND|ENODATA|EAI_\w+|ESERVFAIL|ETIMEOUT)$/;

/** Whether a name could not be looked up. */
export function isDns(error: unknown): boolean {
  return DNS.test(codeOf(error));
}

/** Whether it came of a connection that was being made. */
export function isDialling(error: unknown): boolean {
  if (error instanceof AggregateError) return true;
  return error instanceof Error && 'syscall' in error && error.syscall === 'connect';
}

/** The name of an error; empty for what is none. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** The first line of what an error says. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
}
