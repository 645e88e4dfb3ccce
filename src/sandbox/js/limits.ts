/** What a program or function may take. */
export interface Limits {
  /** Milliseconds it may run, bodies being parsed not counted. */
  readonly runMs: number;
  /** Milliseconds for parsing the bodies that it reads, all together. */
  readonly parseMs: number;
  /** Bytes of the bodies that it reads, all together. */
  readonly bodyBytes: number;
  /** Characters, and bytes, of its value as JSON. */
  readonly valueBytes: number;
  /** Bytes of memory of its virtual machine. */
  readonly memoryBytes: number;
}

export const LIMITS: Limits = {
  runMs: 2_000,
  parseMs: 10_000,
  bodyBytes: 16 * 2 ** 20,
  valueBytes: 2 * 2 ** 20,
  memoryBytes: 256 * 2 ** 20,
};

/** Bytes as a reader is told of them: `16 MiB`. */
export function inMiB(bytes: number): string {
  return `${Number((bytes / 2 ** 20).toFixed(1))} MiB`;
}
