/** Defaults and bounds of a call's arguments. Times in milliseconds. */
export const CALL = {
  concurrency: { default: 8, max: 64 },
  perHost: { default: 6, max: 64 },
  retries: { default: 2, max: 5 },
  timeoutMs: { default: 30_000, max: 600_000 },
  deadlineMs: { default: 50_000, max: 600_000 },
  minIntervalMs: { default: 0, max: 60_000 },
  maxTokens: { default: 10_000, min: 500, max: 100_000 },
  pages: { default: 10, max: 1_000 },
  everyMs: { default: 2_000, min: 200, max: 600_000 },
} as const;

/** Characters of a program. */
export const MAX_PROGRAM = 10_000;

/** Milliseconds to look a name up, connect and shake hands. */
export const CONNECT_TIMEOUT_MS = 10_000;

/** Milliseconds of these to look a name up. */
export const LOOKUP_TIMEOUT_MS = 5_000;

/** Answers that are used again: bytes in memory, of one body there, and the part of `--store-bytes` for larger ones. */
export const CACHE = { memoryBytes: 32 * 1024 * 1024, bodyBytes: 1024 * 1024, storeShare: 1 / 8 } as const;

/** Bytes of one message on stdin; a client that sends more is told goodbye. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Bytes of small stored bodies that are kept in memory before they are written together. */
export const STORE_MEMORY_BYTES = 1024 * 1024;

/** Characters of a URL. */
export const MAX_URL_LENGTH = 16_384;

/** Bytes of larger bodies that are in memory at a time; beyond it they wait on disk. */
export const BODY_MEMORY_BYTES = 16 * 1024 * 1024;
