/** A program that uses the package: `check.ts` runs it, and checks its types, where nothing else is installed. */
import { fetchMany, type FetchManyResult } from 'fetch-many-mcp';
import { mapConcurrent, Semaphore, taskGroup, withDeadline } from 'fetch-many-mcp/concurrency';

export async function consume(url: string): Promise<string> {
  const { summary, results }: FetchManyResult = await fetchMany(
    { base_url: url, requests: ['/', { url: '/{id}', vars: { id: '1..2' } }], as: 'json' },
    { allow: ['127.0.0.1'], maxConcurrency: 2 },
  );
  const [sum] = await mapConcurrent([summary.ok], (ok) => ok + results.length, { concurrency: 1 });
  const free = await taskGroup(({ spawn }) => spawn(() => withDeadline(1_000, () => new Semaphore(1).free)));
  return JSON.stringify([sum, free]);
}
