import type { RunFunction } from '../result/run-function.ts';

/** Loads what runs JavaScript when a job needs it. */
export const runFunction: RunFunction = async (call) => (await import('./js/cached-functions.ts')).runCached(call);
