/** Bytes from which on a body is read in steps and alone, so that nothing else is held up for long. */
export const LARGE_BYTES = 2 * 1024 * 1024;
