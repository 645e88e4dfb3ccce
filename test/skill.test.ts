import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { json } from './support/api.ts';
import { ROOT } from './support/client.ts';
import { isInstalled } from './support/command.ts';
import { runExample } from './support/run-here.ts';
import { serve } from './support/shared-server.ts';

const SKILL = readFileSync(new URL('src/skill/SKILL.md', ROOT), 'utf8');
const EXAMPLES = [...SKILL.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.trim().split('\n'));

test('is one that agents take: its name is its folder, and it says when it is for', () => {
  const [, head = ''] = /^---\n(.*?)\n---\n/s.exec(SKILL) ?? [];
  expect(head).toMatch(/^name: fetch-many\ndescription: >-\n/);
  const description = head
    .slice(head.indexOf('>-') + 2)
    .replaceAll(/\s+/g, ' ')
    .trim();
  expect(description.length).toBeGreaterThan(100);
  expect(description.length).toBeLessThan(1_024);
  expect(SKILL.split('\n').length).toBeLessThan(60);
  expect(EXAMPLES.length).toBeGreaterThan(8);
});

test('is in the package', () => {
  expect(readFileSync(new URL('dist/skill/SKILL.md', ROOT), 'utf8')).toBe(SKILL);
});

test.each(EXAMPLES)('%s', async (line) => {
  const folder = mkdtempSync(join(tmpdir(), 'fetch-many-skill-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const users = [1, 2, 3].map((id) => ({ id, name: `User ${id}` }));
  let asked = 0;
  const { url } = await serve((request, response, { pathname, searchParams }) => {
    const [, what, id] = pathname.split('/');
    if (request.method === 'POST') json(response, { id: 4 }, 201);
    else if (what === 'users') json(response, id === undefined ? users : users[Number(id) - 1]);
    else if (what === 'job') json(response, { status: ++asked < 3 ? 'running' : 'done' });
    else if (what === 'page') response.setHeader('content-type', 'text/html').end('<h1>Title</h1><a href="/users">All</a>');
    else {
      if (what === 'items' && !searchParams.has('page')) response.setHeader('link', '</items?page=2>; rel="next"');
      json(response, [{ item: 1 }, { item: 2 }]);
    }
  });
  const file = join(folder, 'users.csv');
  const made = line.replaceAll('https://api.example.com', url).replace('> users.csv', `> '${file}'`);
  // The shell has what is printed here, but for one line that it runs itself. Without jq its part is left out.
  const [, alone, after] = /^(fetch-many [^|>]*) \| (jq .*)$/.exec(made) ?? [];
  const { code, stdout } = await runExample(alone ?? (isInstalled('jq') ? made : made.replace(/ \| jq (?:-r )?'[^']*'/, '')));
  expect(code).toBe(0);
  const shown =
    after !== undefined && isInstalled('jq') ? execFileSync('sh', ['-c', after], { input: stdout }).toString() : stdout;
  const printed = existsSync(file) ? readFileSync(file, 'utf8') : shown;
  expect(printed.trim()).not.toBe('');
  expect(printed).not.toMatch(/"outcome"|null/);
});
