import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { convertHtml } from '../../../src/result/html/convert.ts';
import { JobError, WorkerCrash, WorkerTimeout } from '../../../src/result/workers/errors.ts';
import type { Job } from '../../../src/result/workers/job.ts';
import { Workers } from '../../../src/result/workers/workers.ts';

const WORKER = new URL('../../../dist/worker.js', import.meta.url);
const BASE = 'https://example.org/';

const DEEP = '<div>'.repeat(20_000);
const LINKS = `<main>${'<p><a href="/x">link</a> text, and more</p>'.repeat(100_000)}</main>`;
/** A worker that begins its job and then does something else. */
function workerThat(does: string): Workers {
  const script = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id }) => { parentPort.postMessage({ id, started: true }); ${does} })`;
  return new Workers(new URL(`data:text/javascript,${encodeURIComponent(script)}`));
}

let workers: Workers;

beforeEach(() => {
  workers = new Workers(WORKER);
});

afterEach(async () => {
  await workers.close();
});

function page(html: string): Job {
  return { task: 'markdown', html, baseUrl: BASE };
}

function query(json: string, expression: string): Job {
  return { task: 'select', json, expression };
}

describe('jobs', () => {
  test('a page becomes Markdown, a query JSON', async () => {
    expect(await workers.run(page('<h1>A</h1><p>b <a href="c">c</a></p>'), { limitMs: 5_000 })).toBe(
      '# A\n\nb [c](https://example.org/c)',
    );
    expect(await workers.run(query('[{"a":1},{"a":2}]', '[].a'), { limitMs: 5_000 })).toBe('[1,2]');
    expect(await workers.run(query('{}', 'a.b'), { limitMs: 5_000 })).toBe('null');
  });

  test('no worker is made before its first job, one for each kind after', async () => {
    expect(workers.running).toEqual([]);
    await Promise.all([1, 2, 3].map(() => workers.run(query('[1]', '[0]'), { limitMs: 5_000 })));
    expect(workers.running).toEqual(['select']);
  });

  test('one that fails rejects with what was wrong, and the worker lives on', async () => {
    const failed = workers.run(query('{}', 'a['), { limitMs: 5_000 });
    await expect(failed).rejects.toThrow(JobError);
    await expect(workers.run(query('{', 'a'), { limitMs: 5_000 })).rejects.toThrow(/JSON/);
    expect(workers.running).toEqual(['select']);
    expect(await workers.run(query('{"a":1}', 'a'), { limitMs: 5_000 })).toBe('1');
  });

  test('they run in the order they came', async () => {
    const done: number[] = [];
    const jobs = [0, 1, 2, 3, 4].map(async (at) => {
      await workers.run(query(`[${at === 0 ? '1,'.repeat(100_000) : ''}1]`, 'length(@)'), { limitMs: 5_000 });
      done.push(at);
    });
    await Promise.all(jobs);
    expect(done).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('limits', () => {
  test('a job over its limit is ended, and the next one has a new worker', async () => {
    const late = workers.run(page(LINKS), { limitMs: 100 });
    const next = workers.run(page('<p>a</p>'), { limitMs: 5_000 });
    await expect(late).rejects.toThrow(WorkerTimeout);
    expect(await next).toBe('a');
  });

  test("the time in the line and of the start is not the job's", async () => {
    const first = workers.run(page(LINKS), { limitMs: 700 });
    const waiting = workers.run(page('<p>a</p>'), { limitMs: 500 });
    await expect(first).rejects.toThrow(WorkerTimeout);
    expect(await waiting).toBe('a');
  });

  test('an aborted job is ended while it runs, or leaves the line', async () => {
    const running = new AbortController();
    const queued = new AbortController();
    const first = workers.run(page(LINKS), { limitMs: 20_000, signal: running.signal });
    const second = workers.run(page('<p>a</p>'), { limitMs: 5_000, signal: queued.signal });
    const third = workers.run(page('<p>c</p>'), { limitMs: 5_000 });
    queued.abort(new Error('not needed'));
    await expect(second).rejects.toThrow('not needed');
    setTimeout(() => running.abort(new Error('enough')), 300);
    await expect(first).rejects.toThrow('enough');
    expect(await third).toBe('c');
  });

  test('one that is aborted already does not start a worker', async () => {
    const job = workers.run(page('<p>a</p>'), { limitMs: 5_000, signal: AbortSignal.abort(new Error('before')) });
    await expect(job).rejects.toThrow('before');
    expect(workers.running).toEqual([]);
  });

  test.each([
    ['runs out of memory', 'const all = []; for (;;) all.push(new Array(10_000).fill(id));', /memory/],
    ['throws', "setTimeout(() => { throw new Error('lost'); });", /lost/],
    ['exits', 'process.exit(3);', /exit code 3/],
  ])('a worker that %s rejects its job, and is replaced', async (_, does, why) => {
    const lives = "parentPort.postMessage({ id, ok: true, value: 'alive' })";
    const fragile = workerThat(`if (id === 2) ${lives}; else { ${does} }`);
    const crashed = fragile.run(query('1', '@'), { limitMs: 20_000 });
    const next = fragile.run(query('1', '@'), { limitMs: 5_000 });
    await expect(crashed).rejects.toThrow(WorkerCrash);
    await expect(crashed).rejects.toThrow(why);
    expect(await next).toBe('alive');
    await fragile.close();
  });

  test('a worker that never answers is ended at the limit', async () => {
    const silent = workerThat('');
    await expect(silent.run(query('1', '@'), { limitMs: 50 })).rejects.toThrow('The select job took longer than 50 ms');
    expect(silent.running).toEqual([]);
    await silent.close();
  });

  test('a worker that cannot start rejects its job', async () => {
    const broken = new Workers(new URL('nowhere.js', WORKER));
    await expect(broken.run(query('1', '@'), { limitMs: 5_000 })).rejects.toThrow(WorkerCrash);
    await broken.close();
  });

  test('closing rejects what runs and what waits, and what comes later', async () => {
    const jobs = [page(LINKS), page('<p>a</p>')];
    const settled = Promise.allSettled(jobs.map((job) => workers.run(job, { limitMs: 20_000 })));
    await workers.close();
    for (const each of await settled) expect(each).toMatchObject({ status: 'rejected', reason: { name: 'WorkerCrash' } });
    await expect(workers.run(page('<p>b</p>'), { limitMs: 5_000 })).rejects.toThrow('closed');
    expect(workers.running).toEqual([]);
  });
});

describe('convertHtml', () => {
  test('a page becomes Markdown without a note', async () => {
    expect(await convertHtml('<title>T</title><p>a &amp; b</p>', BASE, workers)).toEqual({ markdown: '# T\n\na & b' });
  });

  test('a page that is too deep becomes text without a worker', async () => {
    const { markdown, note } = await convertHtml(`${DEEP}text`, BASE, workers);
    expect(markdown).toBe('text');
    expect(note).toBe('converted as plain text: the page is nested too deep');
    expect(workers.running).toEqual([]);
  });

  test('a page nested as deep as is allowed is converted', async () => {
    expect(await convertHtml(`${'<div><p>'.repeat(700)}text`, BASE, workers)).toEqual({ markdown: 'text' });
    expect(await convertHtml(`${'<table><tr><td>'.repeat(200)}text`, BASE, workers)).toEqual({ markdown: 'text' });
  });

  test('a page that is too large becomes text without a worker', async () => {
    const { markdown, note } = await convertHtml(LINKS, BASE, workers);
    expect(markdown.slice(0, 30)).toMatch(/^link text, and more\n/);
    expect(note).toBe('converted as plain text: the page is too large');
    expect(workers.running).toEqual([]);
  });

  test('a page of which nothing is found becomes text', async () => {
    expect(await convertHtml('<nav>only this</nav>', BASE, workers)).toEqual({ markdown: 'only this' });
  });

  test.each([
    [new WorkerTimeout('markdown', 5_000), 'the page took too long'],
    [new WorkerCrash('gone'), 'the page took too much memory'],
    [new JobError('wrong'), 'the page could not be converted'],
  ])('after a %s the text stands, and a note says why', async (error, why) => {
    class Failing extends Workers {
      override run(): Promise<string> {
        return Promise.reject(error);
      }
    }
    const converted = await convertHtml('<p>a &amp; b</p>', BASE, new Failing(WORKER));
    expect(converted).toEqual({ markdown: 'a & b', note: `converted as plain text: ${why}` });
  });

  test('it rejects with the reason of its signal', async () => {
    await expect(convertHtml('<p>a</p>', BASE, workers, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    const controller = new AbortController();
    const running = convertHtml(LINKS.slice(0, 1_900_000), BASE, workers, controller.signal);
    setTimeout(() => controller.abort(new Error('stop')), 200);
    await expect(running).rejects.toThrow('stop');
  });
});

describe('the process', () => {
  const run = promisify(execFile);
  const RESULT = new URL('../../../src/result/', import.meta.url).href;
  /** Writes the address of every module that the main thread loads. */
  const LOADED = `data:text/javascript,${encodeURIComponent(`
    import { register } from 'node:module';
    register('data:text/javascript,' + encodeURIComponent(\`
      import { writeSync } from 'node:fs';
      export async function resolve(name, context, next) {
        const found = await next(name, context);
        writeSync(2, found.url + '\\\\n');
        return found;
      }\`));`)}`;

  test('ends though workers are idle, and never loads what reads HTML or queries itself', async () => {
    const script = `
      import { Workers } from '${RESULT}workers/workers.ts';
      import { convertHtml } from '${RESULT}html/convert.ts';
      const workers = new Workers(new URL('${WORKER.href}'));
      const { markdown } = await convertHtml('<p>a</p>', 'https://example.org/', workers);
      const value = await workers.run({ task: 'select', json: '[7]', expression: '[0]' }, { limitMs: 5000 });
      process.stdout.write(markdown + value + workers.running.join());`;
    const args = ['--import', 'tsx', '--import', LOADED, '--input-type=module', '-e', script];
    const { stdout, stderr } = await run(process.execPath, args, { timeout: 15_000 });
    expect(stdout).toBe('a7markdown,select');
    expect(stderr).toContain('html/convert.ts');
    expect(stderr).not.toMatch(/linkedom|readability|turndown|jmespath/);
  });
});
