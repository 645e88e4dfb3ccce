import { describe, expect, test } from 'vitest';
import { selected } from './selecting.ts';

const BODY = {
  n: [10, 9, 100, -1],
  s: ['b', 'a', '😀', '\uff5e', 'B'],
  o: { a: 1, b: [2] },
  t: 'aabaaab',
  people: [
    { name: 'Zoe', age: 9 },
    { name: 'Amy', age: 10 },
    { name: 'Bob', age: 10 },
  ],
};

test('what has no order is refused with what has one', () => {
  expect(() => selected([{ k: '10.5' }, { k: 9 }], 'max_by(@, &k)')).toThrow(/to_number\(k\) makes them alike/);
  expect(() => selected([{ k: 'a' }, { k: 9 }], 'max_by(@, &k)')).toThrow(/to_string\(k\) makes them alike/);
});

describe('functions', () => {
  test.each([
    ['sort(n)', [-1, 9, 10, 100]],
    ['sort(s)', ['B', 'a', 'b', '\uff5e', '😀']],
    ['max(s)', '😀'],
    ['min(n)', -1],
    ['max_by(people, &name).age', 9],
    ['min_by(people, &name).name', 'Amy'],
    ['max_by(people, &age).name', 'Amy'],
    ['sort_by(people, &age)[].name', ['Zoe', 'Amy', 'Bob']],
    ['sort_by(people, &-age)[].name', ['Amy', 'Bob', 'Zoe']],
    ['group_by(people, &to_string(age)) | keys(@)', ['9', '10']],
    ['avg(n)', 29.5],
    ['sum(`[]`)', 0],
    ['abs(n[3])', 1],
    ["length('a😀')", 2],
    ["reverse('a😀b')", 'b😀a'],
    ['reverse(n)[0]', -1],
    ['contains(people, `{"age": 9, "name": "Zoe"}`)', true],
    ["contains(t, 'aba')", true],
    ['o == `{"b": [2], "a": 1}`', true],
    ['n[?@ != `9`]', [10, 100, -1]],
    ["replace(t, 'aa', '-')", '-b-ab'],
    ["replace(t, 'aa', '-', `1`)", '-baaab'],
    ["replace(t, 'aa', 'aaa', `2`)", 'aaabaaaab'],
    ["replace(t, 'a', '$&')", '$&$&b$&$&$&b'],
    ["split('a,b,c', ',')", ['a', 'b', 'c']],
    ["split('a,b,c', ',', `1`)", ['a', 'b,c']],
    ["split('a😀', '')", ['a', '😀']],
    ["trim('  a b\n')", 'a b'],
    ["trim('xxabxcx', 'x')", 'abxc'],
    ["trim_left('xax', 'x')", 'ax'],
    ["trim_right('xax', 'x')", 'xa'],
    ["pad_left('5', `3`, '0')", '005'],
    ["pad_right('', `2`, '-')", '--'],
    ["pad_left('😀', `2`)", ' 😀'],
    ["find_first(t, 'b')", 2],
    ["find_last(t, 'b')", 6],
    ["find_first(t, 'z')", null],
    ["to_number('')", null],
    ["to_number('0x10')", null],
    ["to_number(' 1e3 ')", 1000],
    ['to_string(o)', '{"a":1,"b":[2]}'],
    [
      'items(o)',
      [
        ['a', 1],
        ['b', [2]],
      ],
    ],
    ['from_items(items(o))', { a: 1, b: [2] }],
    ['merge(o, `{"a": 3}`)', { a: 3, b: [2] }],
    ['zip(n, s)[0]', [10, 'b']],
    ['not_null(nope, `null`, n[1])', 9],
    ['map(&age, people)', [9, 10, 10]],
    ['`7` // `2`', 3],
    ['`7` % `4`', 3],
    ['-n[0]', -10],
    ['`1` \u2212 `2` \u00d7 `3`', -5],
    ["'it\\'s'", "it's"],
    ["'a\\\\b'", 'a\\\\b'],
    ['t[::-1]', 'baaabaa'],
    ['n[-2:]', [100, -1]],
    ['n[::2]', [10, 100]],
  ])('%s', (expression, value) => {
    expect(selected(BODY, expression).value).toEqual(value);
  });

  test.each([
    ["pad_left('a', `20000`)", /width of at most 10,000/],
    ["pad_left('a', n[2] * `1000`)", /width of at most 10,000/],
    ["pad_left('a', `1.5`)", /whole number from 0/],
    ["pad_left('a', `5`, 'xy')", /one character/],
    ["split('a', ',', `-1`)", /whole number from 0/],
    ['sort(n[0])', /takes a list of texts or a list of numbers, and n\[0\] is 10/],
    ['sort([n[0], t])', /holds "aabaaab"/],
    ['from_items(n)', /a list of \[key, value\]/],
  ])('%s fails', (expression, words) => {
    expect(() => selected(BODY, expression)).toThrow(words);
  });
});
