import { expect, test } from 'vitest';
import { notesOf, valueOf } from './support/run.ts';

const BY_TEXT = 'in the order of their text: sort((a, b) => a - b)';
const SHUFFLED = 'Array.from({ length: 30 }, (_, i) => (i * 7) % 30)';

test('numbers and dates that sort has put in the order of their text are noted, and only those', async () => {
  expect(await valueOf('[[10, 9, 1].sort(), [3, 20, 100].toSorted()]')).toEqual([
    [1, 10, 9],
    [100, 20, 3],
  ]);
  expect(await notesOf('[[10, 9, 1].sort(), [3, 20, 100].toSorted()]')).toEqual([
    `sort without a function has put numbers ${BY_TEXT}`,
  ]);
  expect(await notesOf('[10, null, 9].sort()')).toHaveLength(1);
  expect(await notesOf('[new Date("2024-01-05"), new Date("2024-02-01"), new Date("2023-06-05")].sort()')).toEqual([
    `sort without a function has put dates ${BY_TEXT}`,
  ]);
  for (const program of ['[3, 2, 1].sort()', '["10", "9"].sort()', '[10, "9"].sort()', '[10, 9].sort((a, b) => a - b)']) {
    expect(await notesOf(program), program).toEqual([]);
  }
});

test('a function given to sort that cannot sort is noted', async () => {
  expect(await notesOf('["2024-03", "2024-01"].sort((a, b) => a - b)')).toEqual([
    'the function given to sort returned NaN, which sorts nothing: text and what is missing cannot be subtracted; ' +
      'a < b ? -1 : a > b ? 1 : 0 sorts text',
  ]);
  expect(await notesOf('[{ n: 1 }, {}, { n: 3 }].toSorted((a, b) => b.n - a.n)')).toHaveLength(1);
  expect((await notesOf('[2, 1].sort((a, b) => { a - b })'))[0]).toMatch(/^the function given to sort returned undefined/);
  for (const comparison of ['a > b', 'a < b']) {
    expect((await notesOf(`${SHUFFLED}.sort((a, b) => ${comparison})`))[0]).toMatch(
      /returned true or false, which does not sort/,
    );
  }
  for (const program of [
    '[1, 1, 2].sort((a, b) => a >= b)',
    '[1, 2].sort(() => Math.random() - 0.5)',
    '[2, 1, 3].sort((a, b) => a - b)',
  ]) {
    expect(await notesOf(program), program).toEqual([]);
  }
});

test('sort is as it is in the language', async () => {
  const program = `
    const { value, ...rest } = Object.getOwnPropertyDescriptor(Array.prototype, 'sort');
    const list = [2, 1];
    let error;
    try { list.sort(5) } catch ({ name }) { error = name }
    ({ rest, names: [value.name, value.length, 'prototype' in value], same: list.sort() === list, copy: list.toSorted() !== list,
       like: Array.prototype.sort.call({ length: 2, 0: 'b', 1: 'a' }), error })`;
  expect(await valueOf(program)).toEqual({
    rest: { writable: true, enumerable: false, configurable: true },
    names: ['sort', 1, false],
    same: true,
    copy: true,
    like: { 0: 'a', 1: 'b', length: 2 },
    error: 'TypeError',
  });
});
