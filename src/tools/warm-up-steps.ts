import type { Reading } from '../result/reading.ts';
import type { RequestToolDeps } from './run-call.ts';
import { fetchMany } from './fetch-many.ts';
import type { ToolContext } from './tool.ts';

const NOBODY: ToolContext = { signal: new AbortController().signal, progress: () => undefined };
const READING: Reading = {
  contentType: 'application/json',
  url: 'http://localhost/',
  as: 'auto',
  isLenient: false,
  select: 't',
};

/**
 * What the first call would load, in steps that take some milliseconds each: what one of them loads the next one finds.
 * They load the stages of `build/bundle.ts`, in that order. None of them has an effect that shows.
 */
export function warmUpSteps(deps: RequestToolDeps): readonly (() => Promise<unknown>)[] {
  return [
    () => Promise.all([import('node:http'), import('node:zlib')]),
    () => Promise.all([import('node:tls'), import('node:crypto')]),
    () => import('../batch/args/request-schemas.ts'),
    () => import('../result/select-body.ts'),
    () => import('../result/read-shown.ts'),
    () => import('../http/sockets/connections.ts'),
    () => deps.engine.get(),
    () => import('./answer-call.ts'),
    async () => (await import('../batch/args/request-schemas.ts')).READ_SCHEMAS.envelopeJson,
    async () => (await import('../result/read-shown.ts')).readShown([Buffer.from('{"t": 1}')], READING, 500),
    // A dry run sends nothing, and is not remembered.
    () => fetchMany(deps).handle({ requests: ['http://127.0.0.1/'], select: ['a'], dry_run: true }, NOBODY),
  ];
}
