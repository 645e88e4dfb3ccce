import { expect, test } from 'vitest';
import { knownSelection } from '../../../src/result/select/selections.ts';

test('a selection is read once, as an expression and as a list of paths', () => {
  expect(knownSelection('a.b')).toBe(knownSelection('a.b'));
  expect(knownSelection(['a', 'b.c'])).toBe(knownSelection(['a', 'b.c']));
  expect(knownSelection('a[')).toBe(knownSelection('a['));
});

test('what is kept of many is bounded by their characters: the oldest are forgotten', () => {
  const first = knownSelection('first');
  for (let nth = 0; nth < 60; nth++) knownSelection(`'${'x'.repeat(900)}${nth}'`);
  expect(knownSelection('first')).not.toBe(first);
  expect(knownSelection('first')).toEqual({ ...first, selection: expect.anything() });
});
