import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { json, startApi, type Api } from '../support/api.ts';
import { connect, type Connected } from '../support/client.ts';
import type { Difference, Suite, SuiteResult } from './suite.ts';

/** A template, and what it expands to: one of several texts, or nothing at all. */
type Case = readonly [template: string, expected: string | readonly string[] | false];

interface Group {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly testcases: readonly Case[];
}

const FILES = [
  ['spec-examples.json', 'examples of RFC 6570 by level'],
  ['spec-examples-by-section.json', 'examples of RFC 6570 by section'],
  ['extended-tests.json', 'further templates'],
  ['negative-tests.json', 'templates that are none'],
] as const;

/** In front of every template, so that none of them names another host. */
const PREFIX = '/x/';

/**
 * uri-templates/uritemplate-test: each template with its variables as a row, below a path of a server that tells what it
 * was asked for. A fragment is never sent: of such a case the rest is compared.
 */
export const suite: Suite = async ({ directory }) => {
  const api = await startApi((request, response) => json(response, request.url));
  const server = await connect('--allow', '127.0.0.1');
  try {
    const results: SuiteResult[] = [];
    for (const [file, title] of FILES) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of the suite
      const groups = JSON.parse(readFileSync(join(directory, 'uritemplate', file), 'utf8')) as Record<string, Group>;
      results.push(await run(title, groups, server, api));
    }
    return results;
  } finally {
    await server.close();
    await api.close();
  }
};

async function run(title: string, groups: Readonly<Record<string, Group>>, server: Connected, api: Api): Promise<SuiteResult> {
  const differences: Difference[] = [];
  let total = 0;
  for (const { variables, testcases } of Object.values(groups)) {
    total += testcases.length;
    const requests = testcases.map(([template]) => ({ url: PREFIX + template, vars: [variables] }));
    const { value, text } = await server.fetchMany({ base_url: api.url, requests, max_tokens: 100_000 });
    for (const [nth, [template, expected]] of testcases.entries()) {
      const record = value?.results[nth];
      if (!record) throw new Error(`Expected a record for ${template}, got ${text}`);
      const reason = judge(expected, record.body, record.error?.replace(/^requests\[\d+\]\.\w+: /, ''), api.url);
      if (reason !== undefined) differences.push({ name: template, reason });
    }
  }
  return { title, total, differences };
}

function judge(expected: Case[1], asked: unknown, error: string | undefined, base: string): string | undefined {
  if (expected === false) return error === undefined ? `it is asked for as ${String(asked)}` : undefined;
  if (error !== undefined) return error.replace(/\{[\w.%]+\}/, 'a variable');
  const targets = [expected].flat().map((text) => {
    const { pathname, search } = new URL(`${base}${PREFIX}${text}`);
    return pathname + search;
  });
  return targets.some((target) => target === asked) ? undefined : `it is asked for as ${String(asked)}`;
}
