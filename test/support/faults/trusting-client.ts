// Run as a process of its own, because Node reads NODE_EXTRA_CA_CERTS only when it starts: fetches the URLs of its
// arguments one after the other through one engine, and writes what became of them as JSON. Before each one whatever is
// held by weak references only is collected.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RequestFailure } from '../../../src/request-failure.ts';
import { Engine } from '../engine.ts';

const engine = new Engine();
const results: unknown[] = [];
for (const url of process.argv.slice(2)) {
  globalThis.gc?.();
  await nextTurn();
  const { response, error } = await engine.fetchOnce(url);
  if (error instanceof RequestFailure) {
    const { outcome, kind, message, retryable } = error;
    results.push({ outcome, kind, message, retryable });
  } else {
    results.push(response ? { status: response.status } : { error: String(error) });
  }
}
await engine.connections.destroy();
process.stdout.write(JSON.stringify(results));
