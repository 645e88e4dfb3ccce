import { describe, expect, test } from 'vitest';
import { SelectError } from '../../../src/result/select/select-error.ts';
import { knownSelection } from '../../../src/result/select/selections.ts';
import { shape } from '../../../src/result/select/shape.ts';
import { problemOf, saidOf, selected } from './selecting.ts';

const user = { id: 1, login: 'ada', bio: null, address: { city: 'London', geo: { lat: 1 } }, 'a.b': 2, tags: ['x', 'y'] };

describe('a JMESPath expression', () => {
  test.each([
    ['login', 'ada'],
    ['address.city', 'London'],
    ['{id: id, city: address.city}', { id: 1, city: 'London' }],
    ['tags[0]', 'x'],
    ['bio', null],
    ['tags[?@ == `"z"`]', []],
  ])('%s', (expression, expected) => {
    expect(selected(user, expression).value).toEqual(expected);
  });

  test('does not change the body, and may be evaluated again', () => {
    const body = { items: [3, 1, 2] };
    for (let time = 0; time < 2; time++) expect(selected(body, 'sort(items)').value).toEqual([1, 2, 3]);
    expect(body).toEqual({ items: [3, 1, 2] });
  });
});

describe('a list of paths', () => {
  test('makes an object of them', () => {
    expect(selected(user, ['id', 'address.geo.lat', 'tags.1']).value).toEqual({ id: 1, 'address.geo.lat': 1, 'tags.1': 'y' });
    expect(selected(user, '["id", "login"]').value).toEqual({ id: 1, login: 'ada' });
  });

  test('is applied to each item of an array', () => {
    expect(selected([user, { id: 2 }], ['id', 'login'])).toMatchObject({
      value: [
        { id: 1, login: 'ada' },
        { id: 2, login: null },
      ],
      absent: [],
    });
  });

  test('prefers a key that has the dots in it, and walks arrays on the way', () => {
    const body = { ...user, items: [{ n: 1 }, { n: 2 }], 'x.y': { z: 3 } };
    expect(selected(body, ['a.b', 'items.n', 'x.y.z']).value).toEqual({ 'a.b': 2, 'items.n': [1, 2], 'x.y.z': 3 });
  });

  test('takes $. and a leading dot as they are meant', () => {
    expect(selected(user, ['$.id', '.address.city']).value).toEqual({ '$.id': 1, '.address.city': 'London' });
  });

  test('that matches nothing names the keys that are there', () => {
    const result = selected([user], ['nme', 'x.y']);
    expect(result).toMatchObject({ absent: ['nme', 'x.y'], isNothing: true });
    expect(saidOf(result)).toMatch(
      /^select \["nme","x\.y"\] matched nothing; the body is an array of 1, the first an object with the keys id/,
    );
  });

  test('of which some match names the others, and where they end', () => {
    const result = selected(user, ['id', 'lgoin', 'address.zip', 'lat']);
    expect(result).toMatchObject({ absent: ['lgoin', 'address.zip', 'lat'], isNothing: false });
    expect(saidOf(result)).toMatch(
      /^no lgoin, address\.zip, lat; the body is .*; did you mean login\?; there is address\.geo\.lat; address is an object with the keys city, geo$/,
    );
  });

  test('over an empty array is an empty array', () => {
    expect(selected([], ['id'])).toMatchObject({ value: [], absent: [] });
    expect(selected({ items: [] }, ['items.id'])).toMatchObject({ value: { 'items.id': [] }, absent: [] });
  });

  test('cannot reach what an object inherits', () => {
    expect(selected({ a: 1 }, ['constructor', '__proto__.x', 'toString'])).toMatchObject({ isNothing: true });
  });

  test.each([
    [
      ['items[].name', 'total'],
      /brackets do not belong in a path list: write "items\.name", or as one expression: \{name: items\[\]\.name, total: total\}/,
    ],
    [['items[0].name'], /write "items\.0\.name"/],
    [['items[*].name'], /write "items\.name"/],
    [["a['b']"], /write "a\.b"/],
    [
      ['items[?id==1].name', 'x'],
      /brackets do not belong in a path list: as one expression: \{name: items\[\?id==1\]\.name, x: x\}/,
    ],
    [['length(items)', 'total'], /"length\(items\)", which is an expression .* \{items: length\(items\), total: total\}/],
    [['a || b'], /is an expression/],
    [['items.*.name'], /\* does not belong/],
    [[''], /empty path/],
    [[], /empty list/],
    [Array.from({ length: 101 }, () => 'id'), /101 paths; at most 100/],
    [['x.'.repeat(600)], /a path of 1200 characters; at most 1000/],
    [['x.'.repeat(200)], /a path of more than 200 steps/],
  ])('%j is refused', (paths, words) => {
    expect(problemOf(paths)).toMatch(words);
    expect(problemOf(paths)).toMatch(/^select /);
  });

  test('may have keys with brackets and other signs that are no expression', () => {
    const body = { 'user[name]': 1, 'Price (USD)': 2, 'a|b': 3, '@type': 4, 'x y': 5 };
    expect(selected(body, Object.keys(body)).value).toEqual(body);
  });

  test('is refused where it would take the process for itself', () => {
    const many = Array.from({ length: 100_001 }, () => 0);
    const paths = Array.from({ length: 50 }, (_, nth) => `p${nth}`);
    expect(() => selected(many, paths)).toThrow(/50 paths is too much .* array of 100001/);
    expect(() => selected(many, paths)).toThrow(SelectError);
  });
});

test.each([
  [[], 'an empty array'],
  [{}, 'an empty object'],
  [null, 'null'],
  ['text', 'a string'],
  [Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`k${i}`, i])), /k0, .*k19 and 10 more$/],
])('shape %#', (body, expected) => {
  expect(shape(body)).toMatch(expected);
});

test('what is asked for at length does not keep the error from naming the keys that are there', () => {
  expect(saidOf(selected(user, 'x'.repeat(900)))).toMatch(/^select "x{199}…" matched nothing; .* keys id, login/);
  const paths = Array.from({ length: 90 }, (_, n) => `missing${n}`);
  expect(saidOf(selected(user, paths))).toMatch(/^select \["missing0",.{1,200}… matched nothing; .* keys id, login/);
});

test('each distinct selection is read once', () => {
  expect(knownSelection('a.b')).toBe(knownSelection('a.b'));
  expect(knownSelection(['a', 'b'])).toBe(knownSelection(['a', 'b']));
  expect(knownSelection('a =')).toBe(knownSelection('a ='));
  expect(knownSelection('a.b')).not.toBe(knownSelection('a.c'));
});
