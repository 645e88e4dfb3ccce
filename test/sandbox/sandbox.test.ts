import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { JobCrash, JobError, JobTimeout } from '../../src/sandbox/job-errors.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { ROOT } from '../support/client.ts';
import { isAlive } from '../support/children.ts';
import { evaluable } from '../support/script.ts';
import { scriptedSandbox } from './support/scripted.ts';

const SANDBOX = new URL('../../dist/sandbox.js', import.meta.url);
const LOOP = 'for (;;);';
/** Holds up its process as a loop does, and takes no processor time. */
const held = (ms = Infinity): string => `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms});`;

/** Waits until a process is gone. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await pause(20);
}

describe('a job', () => {
  test('answers with what it gave, copied', async () => {
    const { run } = scriptedSandbox();
    expect(await run('return { list: [1, "a", null], map: new Map([[1, Buffer.from("x")]]) }')).toEqual({
      list: [1, 'a', null],
      map: new Map([[1, Buffer.from('x')]]),
    });
  });

  test('has no environment, no arguments, and no way to the standard output', async () => {
    const { run } = scriptedSandbox();
    expect(
      await run(
        'return [Object.keys(process.env).filter((name) => name !== "NODE_CHANNEL_FD" && !name.startsWith("NODE_CHANNEL")), process.argv.length]',
      ),
    ).toEqual([['TZ'], 2]);
    await run('process.stdout.write("x".repeat(1e6)); console.log("y")');
  });

  test('that throws rejects with what was wrong, and its process lives on', async () => {
    const { run, sandbox } = scriptedSandbox();
    await expect(run('throw new Error("wrong")')).rejects.toThrow(new JobError('wrong'));
    const before = sandbox.pids;
    expect(await run('return 1')).toBe(1);
    expect(sandbox.pids).toEqual(before);
  });

  test('says what to do where its program is gone, as after an update', async () => {
    const sandbox = new Sandbox(new URL('gone/sandbox.js', SANDBOX));
    const { signal } = new AbortController();
    const job = sandbox.run('warm', undefined, { owner: {}, limitMs: 1_000, signal });
    await expect(job).rejects.toThrow('files of fetch-many-mcp are not where they were; after an update start the server anew');
    await sandbox.close();
  });

  test('of a kind that there is not is an error', async () => {
    const sandbox = new Sandbox(SANDBOX);
    const { signal } = new AbortController();
    const job = sandbox.run('constructor' as 'read', {} as never, { owner: {}, limitMs: 1_000, signal });
    await expect(job).rejects.toThrow('there is no job "constructor"');
    await sandbox.close();
  });
});

describe('a job that overruns', () => {
  test('is ended at its limit; the next one has a new process', async () => {
    const { run, sandbox } = scriptedSandbox();
    const late = run(LOOP, { limitMs: 100 });
    const next = run('return process.pid');
    await expect(late).rejects.toThrow(JobTimeout);
    const pid = await next;
    expect(sandbox.pids).toEqual([pid]);
  });

  test.each([
    ['runs out of memory', 'const all = []; for (;;) all.push(new Array(1e6).fill(0.5));', /sandbox process ended/],
    ['takes a gigabyte in one step', 'return "x".repeat(2 ** 27).split("")', /sandbox process ended/],
    ['throws elsewhere', 'setTimeout(() => { throw new Error("lost") }); await new Promise(() => {})', /exit code 1/],
    ['exits', 'process.exit(3)', /exit code 3/],
    ['kills its process', 'process.kill(process.pid, "SIGKILL"); await new Promise(() => {})', /SIGKILL/],
    ['overflows the stack', 'const deep = () => deep(); deep()', /call stack/],
  ])('or %s rejects, and the next one fares well', async (_, does, why) => {
    const { run } = scriptedSandbox();
    const crashed = run(does, { limitMs: 20_000 });
    const next = run('return "alive"');
    await expect(crashed).rejects.toThrow(why);
    await expect(crashed).rejects.not.toThrow(JobTimeout);
    expect(await next).toBe('alive');
  });

  test('its time begins when its process does, not while it waits', async () => {
    const { run } = scriptedSandbox();
    const owner = {};
    const jobs = Array.from({ length: 4 }, () => run(held(150), { owner, limitMs: 1_500 }));
    await expect(Promise.all(jobs)).resolves.toHaveLength(4);
  });
});

describe('the processes', () => {
  test('none is started before it is needed or asked for, and then one', async () => {
    const { run, sandbox } = scriptedSandbox();
    expect(sandbox.pids).toEqual([]);
    const warmed = [sandbox.warm(), sandbox.warm()];
    const [pid] = sandbox.pids;
    expect(sandbox.pids).toHaveLength(1);
    await Promise.all(warmed);
    for (let nth = 0; nth < 3; nth++) expect(await run('return process.pid')).toBe(pid);
  });

  test('a second one helps where the first is busy for long; there is no third', async () => {
    const { run, sandbox } = scriptedSandbox();
    const busy = [run(held(), { limitMs: 2_000 }), run(held(), { limitMs: 2_000 }), run(held(), { limitMs: 2_000 })];
    const ended = Promise.allSettled(busy);
    while (sandbox.pids.length < 2) await pause(10);
    // Whoever comes now finds both busy.
    const late = run(held()).catch(() => 'ended');
    await pause(300);
    expect(sandbox.pids).toHaveLength(2);
    await sandbox.close();
    await ended;
    expect(await late).toBe('ended');
  });

  test('six bad jobs of one call do not hold up another call', async () => {
    const { run } = scriptedSandbox();
    const order: string[] = [];
    const owner = {};
    const bad = Array.from({ length: 6 }, async (_, nth) => {
      await run(held(), { owner, limitMs: 150 }).catch(() => order.push(`bad ${nth}`));
    });
    await pause(50);
    await run('return 1', { limitMs: 150 });
    order.push('good');
    await Promise.all(bad);
    expect(order.indexOf('good')).toBeLessThanOrEqual(3);
  });

  test('one that is killed from outside ends its job; all other jobs are done', async () => {
    const { run, sandbox } = scriptedSandbox();
    const jobs = Array.from({ length: 20 }, (_, nth) => run(`${held(20)} return ${nth}`));
    await pause(150);
    const [pid = 0] = sandbox.pids;
    process.kill(pid, 'SIGKILL');
    const results = await Promise.allSettled(jobs);
    const failed = results.filter(({ status }) => status === 'rejected');
    expect(failed.length).toBeLessThanOrEqual(1);
    for (const each of failed) expect('reason' in each && each.reason).toBeInstanceOf(JobCrash);
  });
});

describe('the end of a call', () => {
  test('takes its waiting jobs out, and ends the one that runs', async () => {
    const { run, sandbox } = scriptedSandbox();
    const [running, queued] = [new AbortController(), new AbortController()];
    const owner = {};
    const first = run(held(), { owner, signal: running.signal });
    const second = run('return 2', { owner, signal: queued.signal });
    const third = run('return 3', { owner });
    queued.abort(new Error('not needed'));
    await expect(second).rejects.toThrow('not needed');
    await pause(50);
    const [pid = 0] = sandbox.pids;
    running.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    expect(await third).toBe(3);
    await gone(pid);
  });

  test('that has come already starts nothing', async () => {
    const { run, sandbox } = scriptedSandbox();
    await expect(run('return 1', { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
    expect(sandbox.pids).toEqual([]);
  });

  test('closing ends all jobs, and every process', async () => {
    const { run, sandbox } = scriptedSandbox();
    const jobs = [run(held()), run('return 1')];
    const ended = Promise.allSettled(jobs);
    await pause(50);
    const pids = [...sandbox.pids];
    await sandbox.close();
    for (const each of await ended) expect('reason' in each && each.reason).toBeInstanceOf(JobCrash);
    expect(pids.filter(isAlive)).toEqual([]);
    await expect(run('return 1')).rejects.toThrow('closed');
  });
});

/** A job that holds up the main thread for ever: it reads its body from a pipe that nobody writes to. */
function blockingJob(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fetch-many-pipe-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'pipe');
  execFileSync('mkfifo', [file]);
  return JSON.stringify({
    text: 'ok[0].body',
    records: [{ facts: { i: 0, id: null, ok: true, outcome: null, status: 200, headers: {} }, body: 0 }],
    bodies: [{ sources: [{ file, offset: 0, length: 10 }], reading: { contentType: 'application/json', url: '', as: 'json' } }],
  });
}

describe('the parent', () => {
  const CODE = fileURLToPath(new URL('../../src/sandbox/sandbox.ts', import.meta.url));
  let source: string | undefined;
  /** A process that uses the built sandbox. */
  const started = (does: string): ChildProcessWithoutNullStreams => {
    source ??= evaluable(`
    import { Sandbox } from ${JSON.stringify(CODE)};
    const sandbox = new Sandbox(new URL(${JSON.stringify(SANDBOX.href)}));
    const { signal } = new AbortController();
    const run = (name, args) => sandbox.run(name, args, { owner: {}, limitMs: 60_000, signal });
    Object.assign(globalThis, { sandbox, run });`);
    return spawn(process.execPath, ['--input-type=module', '--eval', source + does], { cwd: ROOT });
  };

  test('may end though a process is idle', async () => {
    const child = started(`
      const reading = { contentType: 'application/json', url: 'http://127.0.0.1/', as: 'json', isLenient: false, select: 'a' };
      const { shown } = await run('read', { sources: [{ bytes: Buffer.from('{"a": 1}') }], maxTokens: 500, reading });
      console.log(JSON.stringify(shown), sandbox.pids[0]);`);
    const [line] = await once(createInterface(child.stdout), 'line');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    const [, kind, pid] = /"kind":"(\w+)".* (\d+)$/.exec(String(line)) ?? [];
    expect(kind).toBe('json');
    await gone(Number(pid));
  });

  test.runIf(process.platform !== 'win32').each(['SIGKILL', 'a crash'])(
    'by %s takes a process along that is busy for ever',
    async (how) => {
      const child = started(`
      run('program', ${blockingJob()}).then(() => console.log('ended'), (error) => console.log(String(error)));
      setTimeout(() => console.log(sandbox.pids[0]), 500);
      process.stdin.once('data', () => { throw new Error('crash') });`);
      const [line] = await once(createInterface(child.stdout), 'line');
      const pid = Number(line);
      expect(isAlive(pid)).toBe(true);
      if (how === 'a crash') child.stdin.write('x');
      else child.kill('SIGKILL');
      await once(child, 'exit');
      await gone(pid);
    },
  );
});
