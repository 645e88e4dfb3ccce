import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toJsonSchema } from '../src/batch/args/json-schema.ts';
import { callSchema, requestSchema, writeRequestSchema } from '../src/batch/args/schema.ts';
import { startRestApi } from './demo/rest-api.ts';
import { connect, ROOT, type Connected } from './support/client.ts';
import { argumentTable, between, flagTable, requestTable } from './support/readme.ts';
import { serialise } from '../src/batch/report/serialise.ts';

const PATH = new URL('README.md', ROOT);
const readme = readFileSync(PATH, 'utf8');
let server: Connected;
let rest: Awaited<ReturnType<typeof startRestApi>>;

beforeAll(async () => {
  rest = await startRestApi();
  server = await connect('--allow', new URL(rest.api.url).host);
});

afterAll(async () => {
  await server.close();
  await rest.api.close();
});

test('the tables derive from the schema and the flags, and the call shown gives the answer shown', async () => {
  const shown = /## One call\n\n```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a JSON object of this README
  const call = JSON.parse(shown) as { base_url: string };
  const { value } = await server.fetchMany({ ...call, base_url: rest.api.url });
  if (!value) throw new Error('the call shown in README.md is not valid');
  const answer = serialise({ ...value, summary: { ...value.summary, elapsed_ms: 381, batch: 'b7f3k2mq9' } })
    .replaceAll(rest.api.url, call.base_url)
    .replaceAll(new URL(rest.api.url).host, new URL(call.base_url).host);

  const sections: Record<string, string> = {
    answer: `\`\`\`json\n${answer}\n\`\`\`\n`,
    arguments: argumentTable(toJsonSchema(callSchema)),
    request: requestTable(toJsonSchema(requestSchema), toJsonSchema(writeRequestSchema)),
    flags: flagTable(),
  };
  const wanted = Object.entries(sections).reduce((text, [name, content]) => between(text, name, content), readme);
  if (process.env['UPDATE_README']) writeFileSync(PATH, wanted);
  // oxlint-disable-next-line vitest/no-conditional-expect -- otherwise there is nothing to check
  else expect(readme, 'run: UPDATE_README=1 npx vitest run --config test/vitest.config.ts readme').toBe(wanted);
});

/** The paths in a file's code spans and links. */
function pathsIn(text: string): string[] {
  const spans = [...text.replaceAll(/```.*?```/gs, '').matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
  const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, path = '']) => path);
  return [...spans.filter((span) => /^[\w./-]+(\.(ts|json|svg|md)|\/)$/.test(span)), ...links];
}

/** A path that is named without its folders lies in those of the path before it. */
test.each([
  ['src/README.md', ['src/', '']],
  ['test/README.md', ['test/', 'test/support/', '']],
  ['.github/CONTRIBUTING.md', ['.github/', '']],
])('the files that %s names are there', (file, folders) => {
  const named = pathsIn(readFileSync(new URL(file, ROOT), 'utf8'));
  expect(named.length).toBeGreaterThan(5);
  const lost: string[] = [];
  let before = ROOT;
  for (const path of named) {
    const places = [...folders.map((folder) => new URL(folder, ROOT)), ...foldersOf(before)];
    const found = places.map((place) => new URL(path, place)).find((url) => existsSync(url));
    if (found) before = found;
    else lost.push(path);
  }
  expect(lost).toEqual([]);
});

/** The folder a path lies in, and those above it, below the top of the checkout. */
function foldersOf(path: URL): URL[] {
  const folder = new URL('.', path);
  return folder.href === ROOT.href ? [] : [folder, ...foldersOf(new URL('..', folder))];
}

test('it is short, and has the two commands in exactly these words', () => {
  expect(readme.split('\n').length).toBeLessThan(260);
  expect(readme).toContain('npm ci && npm run demo\n');
  expect(readme).toContain('npm ci && npm test\n');
});
