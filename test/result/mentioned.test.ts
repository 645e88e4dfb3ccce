import { expect, test } from 'vitest';
import { describeMentioned } from '../../src/result/mentioned.ts';

test.each<[string, unknown, string, string]>([
  ['a key', { status: 'running', id: 7 }, "status == 'done'", 'status: "running"'],
  ['several', { status: 'running', done: 3, of: 9 }, 'done == of', 'done: 3, of: 9'],
  ['a path', { job: { state: 'new', id: 1 }, state: 'x' }, "job.state == 'done'", 'job.state: "new", state: "x"'],
  [
    'of a list, each value once',
    { jobs: ['a', 'b', 'a'].map((s) => ({ s })) },
    "jobs[?s != 'b']",
    'jobs[].s: "a" (2 times), jobs[].s: "b"',
  ],
  ['of a list that is the body', [{ s: 1 }, { s: 2 }], 'length([?s > `1`])', '[].s: 1, [].s: 2'],
  ['what a function mentions', { status: 'running', at: 1 }, 'body => body.status === "done"', 'status: "running"'],
  ['a quoted name', { 'job-state': 'new' }, '"job-state" == \'done\'', 'job-state: "new"'],
  ['no word of a text', { done: 1, status: 'x' }, "status == 'done'", 'status: "x"'],
  ['else the body', { state: 'new' }, "status == 'done'", '{"state":"new"}'],
  ['a text', 'please wait', "contains(@, 'ready')", '"please wait"'],
  ['nothing', null, 'status', 'null'],
])('%s', (_, body, expression, expected) => {
  expect(describeMentioned(body, expression)).toBe(expected);
});

test('is short, however much there is, and looks at no more than it must', () => {
  const many = Array.from({ length: 100_000 }, (_, s) => ({ s: `${s} ${'x'.repeat(100)}` }));
  expect(describeMentioned({ many, s: 'y'.repeat(500) }, 'many[?s]').length).toBeLessThanOrEqual(120);
  expect(describeMentioned({ text: '😀'.repeat(100) }, 'x').isWellFormed()).toBe(true);
  expect(describeMentioned(many, 'x')).toBe('an array of 100000, the first an object with the keys s');
});
