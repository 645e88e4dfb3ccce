import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toJsonSchema } from '../src/batch/args/json-schema.ts';
import { callSchema, requestSchema, writeRequestSchema } from '../src/batch/args/schema.ts';
import { installLine, installLinks } from '../src/build/release/install-links.ts';
import { readProduct } from '../src/build/release/product.ts';
import { costTable } from './readme/cost.ts';
import { answersTo, shownCalls } from './readme/worked-calls.ts';
import { startWorkedApi } from './readme/worked-api.ts';
import type { Api } from './support/api.ts';
import { ROOT } from './support/client.ts';
import { sharedServer } from './support/shared-server.ts';
import { argumentTable, between, flagTable, requestTable } from './support/readme.ts';

const PATH = new URL('README.md', ROOT);
const readme = readFileSync(PATH, 'utf8');
const server = sharedServer();
let api: Api;

beforeAll(async () => {
  api = await startWorkedApi();
});

afterAll(() => api.close());

test('tables, links and the answers to all calls shown are what they are', async () => {
  const calls = shownCalls(readme);
  expect(calls.length).toBeGreaterThan(8);
  const answers = await answersTo(calls, server.connected, api);
  const [first] = calls;
  hold(PATH, {
    ...blocks(answers),
    cost: first ? await costTable(first, answers[first.mark] ?? '', server.connected, api) : '',
    links: `${installLine(installLinks(await readProduct()))}\n`,
    arguments: argumentTable(toJsonSchema(callSchema)),
    request: requestTable(toJsonSchema(requestSchema), toJsonSchema(writeRequestSchema)),
    flags: flagTable(),
  });
});

test('the call that the Japanese README shows is answered so', async () => {
  const path = new URL('.github/README.ja.md', ROOT);
  const calls = shownCalls(readFileSync(path, 'utf8'));
  expect(calls).toHaveLength(1);
  hold(path, blocks(await answersTo(calls, server.connected, api)));
});

/** Answers as blocks of code, by the names of their marks. */
function blocks(answers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(answers).map(([mark, answer]) => [mark, `\`\`\`json\n${answer}\n\`\`\`\n`]));
}

/** Expects a page to have this between its marks; with UPDATE_README it is written there. */
function hold(path: URL, sections: Readonly<Record<string, string>>): void {
  const wanted = Object.entries(sections).reduce(
    (text, [name, content]) => {
      return between(text, name, content);
    },
    readFileSync(path, 'utf8'),
  );
  if (process.env['UPDATE_README']) writeFileSync(path, wanted);
  const advice = 'run: UPDATE_README=1 npx vitest run --config test/vitest.config.ts readme';
  expect(readFileSync(path, 'utf8'), advice).toBe(wanted);
}

/** The paths in a file's code spans and links. */
function pathsIn(text: string): string[] {
  const spans = [...text.replaceAll(/```.*?```/gs, '').matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
  const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, path = '']) => path);
  return [...spans.filter((span) => /^[\w./-]+(\.(ts|json|svg|md)|\/)$/.test(span)), ...links];
}

/** A path that is named without its folders lies in those of the path before it. */
test.each([
  ['src/README.md', ['src/', '']],
  ['test/README.md', ['test/', 'test/support/', '']],
  ['.github/CONTRIBUTING.md', ['.github/', '']],
  ['.github/README.ja.md', ['.github/', '']],
])('the files that %s names are there', (file, folders) => {
  const named = pathsIn(readFileSync(new URL(file, ROOT), 'utf8'));
  expect(named.length).toBeGreaterThanOrEqual(5);
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

test('it has the two commands in exactly these words', () => {
  expect(readme).toContain('npm ci && npm run demo\n');
  expect(readme).toContain('npm ci && npm test\n');
});
