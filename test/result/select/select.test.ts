import { describe, expect, test } from 'vitest';
import { select as selectWith } from '../../../src/result/select/select.ts';
import { SelectError } from '../../../src/result/select/select-error.ts';
import { shape } from '../../../src/result/select/shape.ts';

async function select(value: unknown, wanted: string | string[]): Promise<unknown> {
  return (await selectWith(value, wanted)).value;
}

const user = { id: 1, login: 'ada', bio: null, address: { city: 'London', geo: { lat: 1 } }, 'a.b': 2, tags: ['x', 'y'] };

describe('a JMESPath expression', () => {
  test.each([
    ['login', 'ada'],
    ['address.city', 'London'],
    ['{id: id, city: address.city}', { id: 1, city: 'London' }],
    ['tags[0]', 'x'],
    ['bio', null],
    ['tags[?@ == `"z"`]', []],
  ])('%s', async (expression, expected) => {
    expect(await select(user, expression)).toEqual(expected);
  });

  test('that matches nothing names the keys that are there', async () => {
    await expect(select(user, 'nme')).rejects.toThrow(/"nme" matched nothing; the body is an object with the keys id, login/);
  });

  test('that is not valid says why', async () => {
    await expect(select(user, '{id, login}')).rejects.toThrow(/not valid JMESPath: .*Colon/);
  });

  test('over 1,000 characters is refused before it is run', async () => {
    await expect(select(user, `@${'|[@,@][]'.repeat(200)}`)).rejects.toThrow(/at most 1000/);
  });
});

describe('a list of paths', () => {
  test('makes an object of them', async () => {
    expect(await select(user, ['id', 'address.geo.lat', 'tags.1'])).toEqual({ id: 1, 'address.geo.lat': 1, 'tags.1': 'y' });
  });

  test('is applied to each item of an array', async () => {
    expect(await select([user, { id: 2 }], ['id', 'login'])).toEqual([
      { id: 1, login: 'ada' },
      { id: 2, login: null },
    ]);
  });

  test('prefers a key that has the dots in it, and walks arrays on the way', async () => {
    expect(await select({ ...user, items: [{ n: 1 }, { n: 2 }] }, ['a.b', 'items.n'])).toEqual({ 'a.b': 2, 'items.n': [1, 2] });
  });

  test('that matches nothing names the keys that are there', async () => {
    const failing = select([user], ['nme', 'x.y']);
    await expect(failing).rejects.toThrow(SelectError);
    await expect(failing).rejects.toThrow(/an array of 1, the first an object with the keys id/);
  });

  test('over an empty array is an empty array', async () => {
    expect(await select([], ['id'])).toEqual([]);
  });

  test('cannot reach what an object inherits', async () => {
    await expect(select({ a: 1 }, ['constructor', '__proto__.x', 'toString'])).rejects.toThrow(SelectError);
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

describe('what is asked for at length', () => {
  test('does not keep the error from naming the keys that are there', async () => {
    await expect(select(user, 'x'.repeat(900))).rejects.toThrow(/^select "x{199}…" matched nothing; .* keys id, login/);
    const paths = Array.from({ length: 90 }, (_, n) => `missing${n}`);
    await expect(select(user, paths)).rejects.toThrow(/^select \["missing0",.{1,200}… matched nothing; .* keys id, login/);
  });

  test('is refused where it would take the process for itself', async () => {
    await expect(
      select(
        user,
        Array.from({ length: 101 }, () => 'id'),
      ),
    ).rejects.toThrow(/101 paths; at most 100 .* keys id/);
    await expect(select(user, ['x.'.repeat(600)])).rejects.toThrow(/a path of 1200 characters; at most 1000/);
    const many = Array.from({ length: 100_001 }, () => 0);
    await expect(
      select(
        many,
        Array.from({ length: 50 }, () => 'id'),
      ),
    ).rejects.toThrow(/50 paths is too much .* array of 100001/);
  });
});
