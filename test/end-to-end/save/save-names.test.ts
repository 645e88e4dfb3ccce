import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { folderForTests, saverOf, tree } from '../../support/save-result.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const root = folderForTests();
const directory = join(root, 'saved');
const server = sharedServer('--save-dir', directory, '--read-only');
const { save, refusal } = saverOf(server);

beforeAll(() => {
  mkdirSync(join(root, 'outside'));
  mkdirSync(join(directory, 'inside'), { recursive: true });
  mkdirSync(join(directory, '.git/hooks'), { recursive: true });
  writeFileSync(join(root, 'outside/victim.txt'), 'untouched');
  writeFileSync(join(directory, 'inside/file.txt'), 'untouched');
  symlinkSync(join(root, 'outside'), join(directory, 'out'));
  symlinkSync('../outside', join(directory, 'out-relative'));
  symlinkSync('/proc/self/cwd', join(directory, 'out-magic'));
  symlinkSync('.git/hooks', join(directory, 'hooks'));
  symlinkSync('loop-b', join(directory, 'loop-a'));
  symlinkSync('loop-a', join(directory, 'loop-b'));
  symlinkSync('nowhere', join(directory, 'dangling'));
  symlinkSync(join(root, 'outside/victim.txt'), join(directory, 'victim.txt'));
  symlinkSync(join(root, 'outside/new.txt'), join(directory, 'new.txt'));
  symlinkSync('inside', join(directory, 'in'));
  symlinkSync('..', join(directory, 'inside/up'));
});

/** Names that must write nothing, and what is said of each. */
const REFUSED: readonly (readonly [to: string, why: RegExp])[] = [
  ['', /is empty/],
  ['..', /goes down only/],
  ['../x', /goes down only/],
  ['../outside/victim.txt', /goes down only/],
  ['a/../../x', /goes down only/],
  ['a/..', /goes down only/],
  ['./x', /goes down only/],
  ['.', /goes down only/],
  ['a/./b', /goes down only/],
  ['..\\x', /begins with a dot|"\\\\"/],
  ['a\\..\\..\\x', /"\\\\"/],
  ['a\\b', /"\\\\"/],
  ['/etc/passwd', /is absolute/],
  ['//server/share/x', /is absolute/],
  ['\\\\server\\share\\x', /is absolute/],
  ['\\\\?\\C:\\x', /is absolute/],
  ['\\x', /is absolute/],
  ['C:\\x', /is absolute/],
  ['C:x', /is absolute/],
  ['c:/x', /is absolute/],
  ['file:///x', /":"/],
  ['a:stream', /is absolute/],
  ['name.txt:stream', /":"/],
  ['name.txt::$DATA', /":"/],
  ['~/x', /"~" is not read here/],
  ['a\0b', /U\+0000/],
  ['a\nb', /U\+000A/],
  ['a\u007Fb', /U\+007F/],
  ['a\u0085b', /U\+0085/],
  ['a*b', /"\*"/],
  ['a?b', /"\?"/],
  ['a|b', /"\|"/],
  ['a<b', /"<"/],
  ['a"b', /has "/],
  ['con', /device/],
  ['CON', /device/],
  ['con.txt', /device/],
  ['a/NUL', /device/],
  ['aux.tar.gz', /device/],
  ['prn .txt', /device/],
  ['COM1', /device/],
  ['lpt9.csv', /device/],
  ['COM\u00B9', /device/],
  ['conin$', /device/],
  ['name.', /ends with a dot/],
  ['name..', /ends with a dot/],
  ['folder./x', /ends with a dot/],
  ['folder /x', /ends with a space/],
  ['.git/config', /begins with a dot/],
  ['.mcp.json', /begins with a dot/],
  ['a/.env', /begins with a dot/],
  ['...', /begins with a dot/],
  ['\u2024git/config', /begins with a dot/],
  ['\uFF0Egit/config', /begins with a dot/],
  ['.g\u200Cit/config', /begins with a dot/],
  ['\u200C.git/config', /U\+200C/],
  ['\uFEFF.git', /U\+FEFF/],
  ['a\u202Etxt.exe', /U\+202E/],
  ['GIT~1/config', /short name/],
  ['git~1', /short name/],
  ['MCP~1.JSO', /short name/],
  ['a//b', /empty part/],
  ['a/', /empty part/],
  ['x'.repeat(256), /longer than 255 bytes/],
  ['é'.repeat(128), /longer than 255 bytes/],
  [Array.from({ length: 20 }, () => 'y'.repeat(60)).join('/'), /longer than 1024 bytes/],
  [Array.from({ length: 33 }, () => 'z').join('/'), /33 parts/],
  ['out/x', /leads out of the directory/],
  ['out/deep/er/x', /leads out of the directory/],
  ['out-relative/victim.txt', /leads out of the directory/],
  ['out-magic/x', /leads out of the directory/],
  ['inside/up/out/x', /leads out of the directory/],
  ['hooks/post-checkout', /is a link to ".git\/hooks"/],
  ['loop-a/x', /leads nowhere|link to link/],
  ['dangling/x', /leads nowhere/],
  ['inside/file.txt/x', /is a file, not a folder/],
  ['inside', /is a folder/],
  ['in', /exists already|is a folder/],
  ['inside/file.txt', /exists already/],
  ['victim.txt', /exists already/],
  ['new.txt', /exists already/],
];

/** Into these files may go. */
const FOLDERS = new Set(['inside', 'in']);

async function fetched(requests: readonly unknown[]): Promise<string> {
  const { url } = await serve((_, response) => json(response, 'content'));
  const { summary } = await server.run({ base_url: url, requests });
  return summary.batch ?? '';
}

test('none of these names writes anything, nor does a file of which it would be one', async () => {
  const batch = await fetched(['/0', '/1']);
  const before = tree(root);
  expect(REFUSED.length).toBeGreaterThanOrEqual(60);
  for (const [to, why] of REFUSED) {
    expect(await refusal({ ref: `${batch}/0`, to })).toMatch(why);
    expect(tree(root), to).toEqual(before);
  }
  for (const [to] of REFUSED.filter(([name]) => !FOLDERS.has(name))) {
    await refusal({ ref: batch, to: `${to}/{i}.json` });
    expect(tree(root), to).toEqual(before);
  }
});

test('the same as values of a template are names, and stay below', async () => {
  const names = REFUSED.map(([to]) => to).filter((to) => to !== '' && to.length < 100);
  const batch = await fetched([{ url: '/x{?name}', vars: names.map((name) => ({ name })) }]);
  const { total } = await save({ ref: batch, to: 'names/{i}/{name}' });
  expect(total.files).toBe(names.length);
  const { total: between } = await save({ ref: batch, to: 'names/{name}/{i}-{name}.json' });
  const written = Object.keys(tree(join(directory, 'names')));
  for (const path of written) {
    for (const part of path.replace(/\/$/, '').split('/')) {
      expect(part).toMatch(/^[^.<>:"|?*\\\p{Cc}\p{Cf}][^<>:"|?*\\\p{Cc}\p{Cf}]*$|^\d+$/u);
      expect(part).not.toMatch(/[. ]$/);
    }
  }
  expect(written.filter((path) => !path.endsWith('/'))).toHaveLength(total.files + between.files);
});

describe('links', () => {
  test('that stay inside are followed', async () => {
    const batch = await fetched(['/0']);
    await save({ ref: `${batch}/0`, to: 'in/up/in/followed.txt' });
    expect(tree(directory)['inside/followed.txt']).toBe('"content"');
  });

  test('in the place of a file are replaced, not followed', async () => {
    const batch = await fetched(['/0']);
    await save({ ref: `${batch}/0`, to: 'victim.txt', overwrite: true });
    await save({ ref: `${batch}/0`, to: 'new.txt', overwrite: true });
    const after = tree(root);
    expect(after).toMatchObject({
      'saved/victim.txt': '"content"',
      'saved/new.txt': '"content"',
      'outside/victim.txt': 'untouched',
    });
    expect(after).not.toHaveProperty(['outside/new.txt']);
  });
});
