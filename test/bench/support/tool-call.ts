import type { Connected } from '../../support/client.ts';

/** So many requests to a URL, so many of them at once. */
export interface Asked {
  readonly url: string;
  readonly count: number;
  readonly inFlight: number;
}

export function callOf({ url, count, inFlight }: Asked, more: object): Record<string, unknown> {
  const requests = Array.from({ length: count }, (_, i) => `${url}?${i}`);
  return { requests, concurrency: inFlight, per_host: inFlight, ...more };
}

/** Milliseconds of one call of `fetch_many`, from before it is sent until its result is there. */
export async function callMs({ client }: Connected, asked: Asked, more: object): Promise<number> {
  const args = callOf(asked, more);
  const started = performance.now();
  const { structuredContent } = await client.callTool({ name: 'fetch_many', arguments: args });
  const ms = performance.now() - started;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked against the output schema by the client
  const { summary } = structuredContent as { summary: { ok: number } };
  if (summary.ok !== asked.count) throw new Error(`Expected ${asked.count} answers, got ${JSON.stringify(summary)}`);
  return ms;
}
