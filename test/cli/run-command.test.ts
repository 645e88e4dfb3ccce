import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { resultSchema, type CallResult } from '../../src/batch/args/result-schema.ts';
import { progressBar } from '../../src/cli/progress-bar.ts';
import { json, type Api } from '../support/api.ts';
import { launchCommand, ROOT } from '../support/client.ts';
import { runCommand, runInShell, type Ran } from '../support/command.ts';
import { runHere } from '../support/run-here.ts';
import { serve, sharedServer } from '../support/shared-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'fetch-many-run-'));
const server = sharedServer();

afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Says on stdout when a process listens for SIGINT. */
const LISTENING = `data:text/javascript,process.once('newListener',function told(name){
  if(name==='SIGINT')setTimeout(()=>process.stdout.write('.'));else process.once('newListener',told)})`;

/** Runs `fetch-many run PATH` to its end, with this on stdin. */
function run(path: string, input = '', ...flags: string[]): Promise<Ran> {
  return runHere([...flags, 'run', path], input);
}

/** The same in a process of its own. */
function runAlone(path: string, ...flags: string[]): Promise<Ran> {
  return runCommand([...flags, 'run', path]);
}

/** A file with these arguments. */
function file(args: unknown): string {
  const path = join(folder, 'call.json');
  writeFileSync(path, typeof args === 'string' || Buffer.isBuffer(args) ? args : JSON.stringify(args));
  return path;
}

function api(): Promise<Api> {
  return serve((_, response, { pathname }) => {
    json(response, { path: pathname, text: '吾輩は猫である' }, pathname === '/missing' ? 404 : 200);
  });
}

/** The result without what differs from run to run. */
function lasting(text: string): CallResult {
  const { summary, ...rest } = resultSchema.parse(JSON.parse(text));
  return { ...rest, summary: { ...summary, elapsed_ms: 0, batch: 'b1' } };
}

/** What a bar writes to such a stream. */
function written(isTTY: boolean, columns?: number): string[] {
  const lines: string[] = [];
  const write = (text: string | Uint8Array): boolean => lines.push(String(text)) > 0;
  const bar = progressBar({ isTTY, write, ...(columns === undefined ? {} : { columns }) });
  bar.update(0, 4, '0/4 done');
  bar.update(1, 4, '1/4 done');
  bar.update(4, 4, '4/4 done, 2 failed');
  bar.clear();
  return lines;
}

describe('fetch-many run', () => {
  test('prints what the tool gives as text, and ends with 0 if all were ok', async () => {
    const { url } = await api();
    const args = { base_url: url, requests: ['/1', '/2'], response_headers: ['content-type'] };
    const { code, stdout, stderr } = await run(file(args));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { text } = await server.call(args);
    expect(lasting(stdout)).toEqual(lasting(text));
    expect(stdout.trimEnd().split('\n').slice(1)).toEqual(text.split('\n').slice(1));
    expect(stdout.endsWith('}\n')).toBe(true);
  });

  test('reads standard input for -', async () => {
    const { url } = await api();
    const { code, stdout } = await run('-', JSON.stringify({ requests: [url], select: 'path' }));
    expect(code).toBe(0);
    expect(lasting(stdout).results).toEqual([{ i: 0, status: 200, body: '/' }]);
  });

  test('reads what begins with a byte order mark, as Windows writes it', async () => {
    const { url } = await api();
    expect(await run(file(`\uFEFF${JSON.stringify({ requests: [`${url}/a`] })}`))).toMatchObject({ code: 0 });
  });

  test('reads UTF-16 with its mark, and refuses what is no Unicode rather than ask for something else', async () => {
    const { url, asked } = await api();
    const args = Buffer.from(`\uFEFF${JSON.stringify({ requests: [`${url}/ü`] })}`, 'utf16le');
    for (const content of [args, Buffer.from(args).swap16()]) expect(await run(file(content))).toMatchObject({ code: 0 });
    const legacy = Buffer.from(JSON.stringify({ requests: [`${url}/é`] }), 'latin1');
    const unmarked = Buffer.from(JSON.stringify({ requests: [url] }), 'utf16le');
    const stderr = expect.stringMatching(/: it is neither UTF-8 nor UTF-16 with a mark; save it as UTF-8\n$/);
    for (const content of [legacy, unmarked, args.subarray(0, -1)])
      expect(await run(file(content))).toMatchObject({ code: 2, stderr });
    expect(asked).toEqual(['GET /%C3%BC', 'GET /%C3%BC']);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('is ended by %s, while it waits for standard input, too', async (signal, code) => {
    const { command, args } = launchCommand();
    const child = spawn(command, ['--import', LISTENING, ...args, 'run', '-'], { cwd: ROOT });
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([code, null]);
  });

  test('ends with 1 if some failed, and prints the result all the same', async () => {
    const { url } = await api();
    const { code, stdout, stderr } = await run(file({ base_url: url, requests: ['/1', '/missing'] }));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(lasting(stdout).summary).toMatchObject({ ok: 1, failed: 1 });
  });

  test('ends with 0 if only a plan was wanted and nothing is wrong with it', async () => {
    const { url, asked } = await api();
    const { code, stdout } = await run(file({ base_url: url, requests: ['/1', '/2'], dry_run: true }));
    expect({ code, asked }).toEqual({ code: 0, asked: [] });
    expect(lasting(stdout).plan).toMatchObject({ requests: 2 });
  });

  test('ends with 1 if the first failure cancelled the rest', async () => {
    const { url } = await api();
    const args = { base_url: url, requests: ['/missing', '/1'], on_error: 'cancel', concurrency: 1 };
    const { code, stdout } = await run(file(args));
    expect(code).toBe(1);
    expect(lasting(stdout).results.map(({ outcome }) => outcome)).toEqual(['http_error', 'cancelled']);
  });

  test.each<[string, unknown, RegExp]>([
    ['a wrong argument', { requests: ['http://127.0.0.1/'], selct: 'a' }, /selct.*"select"/],
    ['no requests', {}, /requests: is required/],
    ['a list', [1], /expected/i],
    ['no JSON', '{"requests": [', /run .*call\.json: it is not JSON: /],
    ['nothing', ' \n', /run .*call\.json: it is empty; it holds the arguments of one call, such as \{"requests": \[/],
  ])('ends with 2 and says why on stderr, with nothing on stdout: %s', async (_, args, said) => {
    const { code, stdout, stderr } = await run(file(args));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('ends with 2 if there is no such file', async () => {
    const { code, stdout, stderr } = await run(join(folder, 'none.json'));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/none\.json/);
  });

  test('prints a result of many lines whole, without colours or a bar', async () => {
    vi.stubEnv('FORCE_COLOR', '1'); // has others colour what they print into a pipe
    const { url } = await serve((_, response) => json(response, 'word '.repeat(2_000)));
    const requests = Array.from({ length: 22 }, (_, i) => `/${i}`);
    const { code, stdout, stderr } = await runAlone(file({ base_url: url, requests, max_tokens: 100_000 }));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.length).toBeGreaterThan(65_536 * 3);
    expect(lasting(stdout).results).toHaveLength(22);
  });

  test('ends as SIGPIPE would end it, without a word, if nobody reads the result', async () => {
    const { url } = await serve((_, response) => json(response, 'word '.repeat(12_000)));
    const { command, args } = launchCommand();
    const path = file({ requests: [url], max_tokens: 100_000 });
    const child = spawn(command, [...args, '--allow', '127.0.0.1', 'run', path], { cwd: ROOT });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    expect(await once(child, 'close')).toEqual([141, null]);
    expect(stderr).toBe('');
  });

  test.runIf(existsSync('/dev/full'))('says what keeps it from printing, the help too', async () => {
    expect(await runInShell('fetch-many --help > /dev/full')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'fetch-many: the result could not be written: ENOSPC: no space left on device, write\n',
    });
  });

  test.runIf(existsSync('/dev/full'))('ends as ever where stderr takes nothing', async () => {
    const { url } = await serve((_, response) => json(response, 1));
    expect(await runInShell(`fetch-many get ${url} --ndjson 2> /dev/full`)).toMatchObject({ code: 0 });
    expect(await runInShell('fetch-many --none 2> /dev/full')).toMatchObject({ code: 2 });
  });

  test('prints no secret of a profile', async () => {
    const { url } = await serve((request, response) => json(response, request.headers));
    const profiles = { own: { origin: url, headers: { 'x-api-key': '${file:key.txt}' } } };
    writeFileSync(join(folder, 'key.txt'), 'a-secret-key');
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ profiles }));
    const args = { requests: [{ url, query: { q: 'a-secret-key' } }, 'ftp://a-secret-key/'] };
    // What is logged goes to the stderr of this process.
    const logging = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const flags = ['--config', join(folder, 'config.json'), '--log-level', 'debug'];
    const { code, stdout, stderr: printed } = await run(file(args), '', ...flags);
    const stderr = printed + logging.mock.calls.join('');
    expect(code).toBe(1);
    expect(stdout + stderr).not.toContain('a-secret-key');
    expect(lasting(stdout).results).toMatchObject([{ body: { 'x-api-key': '[redacted:own]' } }, { outcome: 'invalid' }]);
    expect(stderr).toContain(`fetch-many debug: GET ${url}/: 200`);
  });

  test('leaves no stored body behind, as nobody can read it any more', async () => {
    const { url } = await serve((_, response) => response.end('x'.repeat(200_000)) && undefined);
    const storeDir = mkdtempSync(join(folder, 'store-'));
    await run(file({ requests: [url] }), '', '--store-dir', storeDir);
    expect(readdirSync(storeDir)).toEqual([]);
  });
});

describe('the progress bar', () => {
  test('is drawn on one line of a terminal, and cleared', () => {
    const lines = written(true, 80);
    const start = '\r\u001b[2K';
    expect(lines).toEqual([
      `${start}${'░'.repeat(24)} 0/4 done`,
      `${start}${'█'.repeat(6)}${'░'.repeat(18)} 1/4 done`,
      `${start}${'█'.repeat(24)} 4/4 done, 2 failed`,
      start,
    ]);
  });

  test('never wraps', () => {
    for (const [columns, most] of [
      [20, 20],
      [undefined, 80],
    ] as const) {
      const lines = written(true, columns).map((line) => line.replace('\r\u001b[2K', ''));
      expect(lines).toHaveLength(4);
      for (const line of lines) expect(line.length).toBeLessThan(most);
    }
    expect(written(true, 0)).toEqual(written(true, 80)); // of a terminal that does not know its width
  });

  test('is cleared before anything is said beside it', async () => {
    const { url } = await serve((_, response) => json(response, 1));
    const { stderr } = await runHere(['get', url, '--ndjson'], '', undefined, {}, true);
    expect(stderr).toContain('1/1 done\r\u001b[2K{"summary"');
  });

  test('is not drawn where there is no terminal', () => {
    expect(written(false)).toEqual([]);
  });
});
