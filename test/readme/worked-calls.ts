import type { Api } from '../support/api.ts';
import type { Connected } from '../support/client.ts';

/** A call that a page shows, and the name of the marks between which its answer stands: `fetch_many 3`. */
export interface ShownCall {
  readonly mark: string;
  readonly tool: string;
  /** JSON, as it is shown. */
  readonly call: string;
}

/** What batches are really called, and as what they are shown. */
export type Names = ReadonlyMap<string, string>;

/** What differs from run to run is shown as this. */
const ELAPSED_MS = 212;
const BATCHES =
  'b7f3k2mq9 b4wd81xne b0hz5tq2c bm61vy8ra b93ckj7pl bx2n0e5sg b8uq4df1w bk5a9zr3t b1ovh62yi bq8s3w0md be6t9pc4z bj2x7ra5n'.split(
    ' ',
  );

const PAIR = /```json\n((?:(?!```)[^])*)```(?:(?!```)[^])*?<!-- ((fetch_many|request_many|read_result) \d+) -->/g;

/** The calls of a page in Markdown: each a block of JSON with the marks of an answer after it. */
export function shownCalls(page: string): ShownCall[] {
  return [...page.matchAll(PAIR)].map(([, call = '', mark = '', tool = '']) => ({ mark, tool, call }));
}

/**
 * Makes the calls, one after the other, of the API in place of the one shown.
 * @returns for each mark the answer as a model gets it
 * @throws {Error} if a call is not valid
 */
export async function answersTo(
  calls: readonly ShownCall[],
  { client }: Connected,
  api: Api,
): Promise<Readonly<Record<string, string>>> {
  const answers: Record<string, string> = {};
  const names = new Map<string, string>();
  let base = '';
  for (const { mark, tool, call } of calls) {
    ({ base_url: base = base } = JSON.parse(call) as { base_url?: string });
    const asked = [...names].reduce((text, [real, shown]) => text.replaceAll(shown, real), call.replaceAll(base, api.url));
    const args = JSON.parse(asked) as Record<string, unknown>;
    const { content, isError } = await client.callTool({ name: tool, arguments: args });
    const [block] = Array.isArray(content) ? content : [];
    if (isError === true || block?.type !== 'text') throw new Error(`${mark}: ${JSON.stringify(content)}`);
    const batch = /"batch":"(\w+)"/.exec(block.text)?.[1] ?? '';
    if (batch && !names.has(batch)) {
      const shown = BATCHES[names.size];
      if (shown === undefined) throw new Error('more calls are shown than there are names for batches');
      names.set(batch, shown);
    }
    answers[mark] = shownAs(block.text, base, api, names);
  }
  return answers;
}

/** A text with what differs from run to run made the same: times, the names of batches, and the API's address. */
export function shownAs(text: string, base: string, api: Api, names: Names): string {
  const local = text.replaceAll(api.url, base).replaceAll(new URL(api.url).host, new URL(base).host);
  const timed = local.replace(/"elapsed_ms":\d+/, `"elapsed_ms":${ELAPSED_MS}`);
  return [...names].reduce((done, [real, shown]) => done.replaceAll(real, shown), timed);
}
