import { describe, expect, test } from 'vitest';
import { InvalidCall } from '../../../src/batch/args/problems.ts';
import type { Problem } from '../../../src/batch/args/problem.ts';
import { headerProblems } from '../../../src/http/header-rules.ts';
import { planOf } from '../../support/plan.ts';

const MANY = 2_000;

async function problemsOf(args: Record<string, unknown>): Promise<readonly Problem[]> {
  const refused: unknown = await planOf(args).catch((error: unknown) => error);
  if (!(refused instanceof InvalidCall)) throw new Error('Expected the call to be refused');
  return refused.problems;
}

describe('what was meant is looked for as often as it is told, since each search takes time', () => {
  test('of unknown arguments', async () => {
    const unknown = Object.fromEntries(Array.from({ length: MANY }, (_, nth) => [`requestz${nth}`, 1]));
    const problems = await problemsOf({ requests: ['http://a.example/'], ...unknown });
    expect(problems).toHaveLength(MANY);
    expect(problems.filter(({ message }) => message.includes('did you mean'))).toHaveLength(50);
    expect(problems.at(-1)?.message).toBe('unknown argument');
  });

  test('of unknown ids', async () => {
    const requests = Array.from({ length: 500 }, (_, nth) => {
      return { id: `item${nth}`, url: 'http://a.example/{a}', vars: { a: { from: `itm${nth}x`, select: 'id' } } };
    });
    const problems = await problemsOf({ requests });
    expect(problems).toHaveLength(500);
    expect(problems.filter(({ message }) => message.includes('did you mean'))).toHaveLength(50);
  });
});

function headers(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, nth) => [`x-${nth}`, '1']));
}

test('a request has at most 1,000 headers', () => {
  expect(headerProblems(headers(1_000))).toEqual([]);
  expect(headerProblems(headers(1_001))).toEqual([
    { path: 'x-1000', message: 'is one of 1001 headers; a request has at most 1000' },
  ]);
});

test.each<[Record<string, unknown>, Problem]>([
  [{ concurrency: 0 }, { path: 'concurrency', message: 'expected at least 1, got 0' }],
  [{ per_host: 1_000 }, { path: 'per_host', message: 'expected at most 64, got 1000' }],
  [{ timeout_ms: 0.5 }, { path: 'timeout_ms', message: 'expected a whole number, got 0.5' }],
  [{ requests: [] }, { path: 'requests', message: 'is empty' }],
  [{ concurrency: 1e300 }, { path: 'concurrency', message: 'expected at most 64, got 1e+300' }],
  [{ retries: -1e300 }, { path: 'retries', message: 'expected at least 0, got -1e+300' }],
  [{ js: [] }, { path: 'js', message: 'expected string, received array' }],
])('a bound is told in words: %j', async (args, problem) => {
  expect(await problemsOf({ requests: ['http://a.example/'], ...args })).toEqual([problem]);
});

test('arguments that are a list are told what they would have to be', () => {
  const message = 'expected an object: {"requests": [...]}, got ["http://a.example/"]';
  expect(() => planOf(['http://a.example/'])).toThrow(message);
});
