import { Redactor } from '../../../src/http/secrets/redact.ts';
import { describe, expect, test } from 'vitest';
import { newProgress } from '../../../src/batch/exchange/send-request.ts';
import { asPlainPage } from '../../../src/batch/outcome/plain-page.ts';
import { readBodies, type BodyContext } from '../../../src/batch/outcome/read-body.ts';
import { recordOfAnswer } from '../../../src/batch/outcome/record.ts';
import type { Reading } from '../../../src/result/reading.ts';
import type { ResultStore } from '../../../src/result/store/result-store.ts';
import { JobCrash, JobError, JobTimeout } from '../../../src/sandbox/job-errors.ts';
import { run as read, type ReadArgs } from '../../../src/sandbox/jobs/read.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { sendable } from '../../support/plan.ts';

const READING: Reading = {
  contentType: 'text/html; charset=utf-8',
  url: 'https://example.org/',
  as: 'auto',
  isLenient: false,
  select: undefined,
};
const PAGE = Buffer.from('<title>T</title><p>a &amp; b</p>');

/** Fails as it is told to, and then reads. */
class Failing extends Sandbox {
  readonly asked: Reading[] = [];
  readonly #errors: Error[];

  constructor(...errors: Error[]) {
    super(new URL('nowhere.js', import.meta.url));
    this.#errors = errors;
  }

  override run(_name: string, args: unknown): Promise<never> {
    const job = args as ReadArgs;
    this.asked.push(job.reading);
    const error = this.#errors.shift();
    return error ? Promise.reject(error) : (read(job) as Promise<never>);
  }
}

function contextOf(sandbox: Sandbox): BodyContext {
  const { signal } = new AbortController();
  const results = {} as ResultStore;
  return {
    results,
    sandbox,
    signal,
    owner: signal,
    url: READING.url,
    maxTokens: 1_000,
    keepsAll: false,
    redactor: new Redactor([]),
  };
}

const HELD = { bytes: PAGE.length, content: PAGE, key: '1' };

function reading(sandbox: Sandbox, how: Reading): ReturnType<typeof readBodies> {
  return readBodies([HELD], how, contextOf(sandbox));
}

describe('a page that could not be converted', () => {
  test.each([
    [new JobTimeout('read', 5_000), 'the page took too long'],
    [new JobCrash('gone'), 'the page took too much memory'],
  ])('after a %s becomes plain text, with a note', async (error, why) => {
    const sandbox = new Failing(error);
    const result = await reading(sandbox, READING);
    expect(result).toMatchObject({ shown: { value: 'T\n\na & b', notes: [`converted as plain text: ${why}`] } });
    expect(sandbox.asked).toHaveLength(2);
  });

  test('twice is a failure', async () => {
    const sandbox = new Failing(new JobTimeout('read', 5_000), new JobTimeout('read', 5_000));
    expect(await reading(sandbox, READING)).toMatchObject({
      unread: { outcome: 'decode', message: expect.stringContaining('within 5 s') },
    });
    expect(sandbox.asked).toHaveLength(2);
  });

  test.each<Partial<Reading>>([{ as: 'html' }, { select: 'a' }, { contentType: 'application/xml' }])(
    'but not where %j is wanted',
    async (other) => {
      const sandbox = new Failing(new JobTimeout('read', 5_000));
      expect(await reading(sandbox, { ...READING, ...other })).toHaveProperty('unread');
      expect(sandbox.asked).toHaveLength(1);
    },
  );

  test('by a fault of ours is not read again', () => {
    expect(asPlainPage(READING, new JobError('wrong'))).toBeUndefined();
    expect(asPlainPage({ ...READING, contentType: undefined }, new JobCrash('gone'))).toBeDefined();
  });

  test('is not converted again by what reads it later: a program, or read_result', async () => {
    const [planned] = await sendable({ requests: [READING.url] });
    if (!planned) throw new Error('there is a request');
    const answer = { status: 200, statusText: 'OK', headers: { 'content-type': 'text/html' }, isLocal: false, body: HELD };
    const trace = newProgress(planned, new Set());
    const context = contextOf(new Failing(new JobTimeout('read', 5_000)));
    const { kept } = await recordOfAnswer(planned, answer, trace, [], context);
    expect(kept?.reading.plainBecause).toBe('the page took too long');
    const { kept: other } = await recordOfAnswer(planned, answer, trace, [], contextOf(new Failing()));
    expect(other?.reading.plainBecause).toBeUndefined();
  });
});
