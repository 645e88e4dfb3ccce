import { expect, test } from 'vitest';
import { nameOfPieces, nameProblem, pathProblem, sameNameKey } from '../../../src/result/save/name-rules.ts';
import { cases, seeded } from '../../support/random.ts';

test.each([
  'users.csv',
  'a/b/c.json',
  ' spaces inside.txt',
  'con-fig',
  'aux1.txt',
  'lpt',
  'com10',
  'a..b',
  'x~y',
  'é🎉 日本.md',
  '%2e%2e',
  'x'.repeat(255),
])('%s is a path', (path) => {
  expect(pathProblem(path)).toBeUndefined();
});

test.each([
  [['', 'a/b', '.json'], 'a%2Fb.json'],
  [['', '..', ''], '%2E%2E'],
  [['', '.', ''], '%2E'],
  [['', 'a.', ''], 'a%2E'],
  [['', 'a.', '.txt'], 'a..txt'],
  [['', 'a ', ''], 'a%20'],
  [['', 'con', '.txt'], '%63on.txt'],
  [['c', 'on', ''], 'c%6Fn'],
  [['', '100%', ''], '100%25'],
  [['', 'GIT~1', ''], 'GIT%7E1'],
  [['x-', '.a', ''], 'x-.a'],
  [['', 'é 日本', '.md'], 'é 日本.md'],
  [['', 'a\u200Db', ''], 'a%E2%80%8Db'],
  [['', '\uD800', ''], '\uFFFD'],
  [['', 'a:b?c*d|e<f>g"h\\i', ''], 'a%3Ab%3Fc%2Ad%7Ce%3Cf%3Eg%22h%5Ci'],
])('%j is the name %s', (pieces, name) => {
  expect(nameOfPieces(pieces)).toBe(name);
  expect(nameProblem(name)).toBeUndefined();
});

test('values of every kind are names, two different ones never the same', () => {
  const odd = [
    '.',
    ' ',
    '/',
    '\\',
    '%',
    '~1',
    'con',
    'NUL',
    'COM\u00B9',
    '\u2024',
    '\0',
    '\u200C',
    '\uFEFF',
    ':',
    'a',
    'é',
    'e\u0301',
    '🎉',
  ] as const;
  const random = seeded(41);
  const seen = new Map<string, string>();
  const wrong: unknown[] = [];
  for (let n = 0; n < cases(2_500); n++) {
    const value = Array.from({ length: random.int(1, 4) }, () => random.pick([...odd])).join('');
    const name = nameOfPieces(['', value, '']);
    const other = seen.get(name) ?? value;
    if (other !== value) wrong.push({ name, value, other });
    seen.set(name, value);
    // Between texts that are names of their own, too; what is too long is for others to see.
    for (const each of [name, nameOfPieces(['img-', value, '.png']), nameOfPieces(['', value, '-', value, '.png'])]) {
      const problem = nameProblem(each);
      if (problem !== undefined) wrong.push({ name: each, value, problem });
    }
  }
  expect(wrong).toEqual([]);
  expect(seen.size).toBeGreaterThan(1_000);
});

test.each([
  ['A.json', 'a.JSON'],
  ['é', 'e\u0301'],
  ['straße', 'STRASSE'],
  ['ΣΑΣ', 'σας'],
])('%s and %s are the same file on some systems', (one, other) => {
  expect(sameNameKey(one)).toBe(sameNameKey(other));
});
