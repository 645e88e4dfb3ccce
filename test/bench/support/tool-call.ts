import type { Connected } from '../../support/client.ts';

/** Flags of a server that may ask this machine, as much as is asked of it here. */
export const FLAGS = ['--allow', '127.0.0.1', '--max-per-host', '64'];
/** What is asked beside the URLs for three fields of each, none of them cut. */
export const TABLE = { select: ['id', 'name', 'price'], layout: 'table', max_tokens: 100_000 };

/** A call whose cost is measured. */
export interface Call {
  /** What is asked of the tool beside the URLs. */
  readonly args: Record<string, unknown>;
  /** At most so many times what a loop takes for the same requests. */
  readonly aim: number;
}

/** What is asked of the tool, and what that may cost once it is warm. */
export const CALLS: Readonly<Record<string, Call>> = {
  'status only': { args: { as: 'none', max_tokens: 100_000 }, aim: 1.1 },
  'three fields as a table': { args: TABLE, aim: 1.3 },
  JMESPath: { args: { select: '{id: id, n: name, t: tags[?@==`two`]}', max_tokens: 100_000 }, aim: 1.3 },
  'whole bodies, cut to 10,000 tokens and stored': { args: {}, aim: 1.5 },
};

/** Milliseconds that a client waits for the result. */
const CLIENT_MS = 300_000;

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
  const { structuredContent } = await client.callTool({ name: 'fetch_many', arguments: args }, undefined, {
    timeout: CLIENT_MS,
  });
  const ms = performance.now() - started;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked against the output schema by the client
  const { summary } = structuredContent as { summary: { ok: number } };
  if (summary.ok !== asked.count) throw new Error(`Expected ${asked.count} answers, got ${JSON.stringify(summary)}`);
  return ms;
}
