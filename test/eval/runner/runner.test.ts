import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BY_HAND } from '../by-hand/by-hand.ts';
import { estimateTokens } from '../../../src/result/budget/tokens.ts';
import { startRun, tell, type Running } from './control.ts';
import type { Cost } from './ledger.ts';
import { jobOf } from './session.ts';

const directory = mkdtempSync(join(tmpdir(), 'fetch-many-eval-test-'));
let running: Running;

beforeAll(async () => {
  running = await startRun(directory, 11);
});

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
});

test('a reader sees the words, a question, and a result as a model does', async () => {
  const words = await tell(directory, ['words']);
  expect(words.text).toMatch(/^# Instructions\n\nfetch-many/);
  expect(words.text).toMatch(/\n# request_many: /);
  const { text: question } = await tell(directory, ['job', '14']);
  const { ops } = running.session.world.urls;
  expect(question).toContain(`${ops}/services answers the names`);
  const called = await tell(directory, [
    'call',
    'fetch_many',
    JSON.stringify({ requests: [`${ops}/services`], select: 'length(@)' }),
  ]);
  expect(called.text).toMatch(/^\{"summary": \{"total":1,"ok":1,/);
  expect(called.text).toContain('"status":200,"body":32}');
});

test('what is wrong is told, and only a call is counted', async () => {
  await tell(directory, ['job', 'drift']);
  expect(await tell(directory, ['call', 'fetch_many', '{'])).toEqual({
    isError: true,
    text: expect.stringMatching(/^No call was made/),
  });
  expect(await tell(directory, ['call', 'fetch_many', '[]'])).toEqual({
    isError: true,
    text: expect.stringMatching(/^No call was made/),
  });
  expect(await tell(directory, ['job', '99'])).toEqual({ isError: true, text: 'There is no job "99"; they are 1 to 15' });
  expect(await tell(directory, ['shout'])).toEqual({ isError: true, text: 'There is no command "shout"' });
  expect(costOf('drift')).toEqual({ calls: 0, arguments: 0, results: 0 });
  const refused = await tell(directory, ['call', 'fetch_many', '{"urls": []}']);
  expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('requests') });
  expect(costOf('drift')).toEqual({ calls: 1, arguments: estimateTokens('{"urls":[]}'), results: estimateTokens(refused.text) });
});

test('answers are graded together with what was done', async () => {
  const { world } = running.session;
  await tell(directory, ['job', '13', '--shell']);
  await tell(directory, ['ran', 'curl -s URL', 'some output']);
  await tell(directory, ['answer', '13', String(await BY_HAND['repositories']?.(world.urls, world.data))]);
  await tell(directory, ['answer', 'lamps', String(lampsExpected())]);
  const { text } = await tell(directory, ['grade']);
  expect(text).toMatch(/^\| repositories \| right \| 1 \(1\) \| \d+ \| \d+ \| \d+ \|$/m);
  expect(text).toMatch(/^\| lamps \| wrong \| 0 \(2\) \| 0 \| 0 \| 0 \|$/m);
  expect(text).toMatch(/\nlamps: itm_\w+ was written 0 times; (?:.*; ){4}and \d+ more\n {2}answered: \d+$/);
  expect(text).not.toContain('unpaid');
  const lines = readFileSync(join(directory, 'log.ndjson'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
    expect.objectContaining({ job: 'repositories', tool: 'sh', arguments: 'curl -s URL', result: 'some output' }),
  );
});

test('there is one run in a directory, until it is stopped', async () => {
  await expect(startRun(directory, 1)).rejects.toThrow(/A run is alive in .*: stop it first/);
  expect(await tell(directory, ['stop'])).toEqual({ text: 'Stopped.' });
  await running.stopped;
  await expect(tell(directory, ['words'])).rejects.toThrow(/There is no run in .*: start one/);
});

function costOf(job: string): Cost {
  return running.session.verdict(jobOf(job)).cost;
}

/** The right sum, of prices that nobody has written. */
function lampsExpected(): unknown {
  const { world } = running.session;
  return jobOf('lamps').expected(world.data).facts?.[0];
}
