import { expect, test } from 'vitest';
import { decode } from '../../../src/result/decode/decode.ts';
import { countMembers } from '../../../src/result/decode/json-keys.ts';
import { tryReadJson } from '../../../src/result/decode/json.ts';
import { seeded } from '../../support/random.ts';

function noteOf(json: string): string | undefined {
  const read = tryReadJson(json);
  return 'problem' in read ? `problem ${JSON.stringify(read.problem)}` : read.repeated;
}

function noted(body: string, type: string): unknown {
  return decode(Buffer.from(body), type, { as: 'auto' });
}

const SAID = 'keys that come more than once in one object have their last value here: ';

test.each([
  ['{"a":1,"a":2}', '"a"'],
  ['[{"x":[{"a":1 , "b":1,\n"a"\t:2}]}]', '"a"'],
  ['{"a":1,"\\u0061":2}', '"a"'],
  ['{"a\\"b":1,"a\\"b":2}', '"a\\"b"'],
  ['{"":1,"":2}', '""'],
  ['{"__proto__":1,"__proto__":2}', '"__proto__"'],
  ['{"1":1,"1":2}', '"1"'],
  ['{"a":{"b":1},"a":{"b":1}}', '"a"'],
  ['{"a":{"b":1,"b":2},"c":[],"c":{}}', '"b", "c"'],
  ['{"a":1,"a":1,"b":1,"b":1,"c":1,"c":1,"d":1,"d":1,"e":1,"e":1}', '"a", "b", "c" and 2 more'],
  // What is exact only as another text.
  ['{"n":12345678901234567890,"n":1}', '"n"'],
  ['{"\\ud800":1,"\\ud801":2}', '"\ufffd"'],
])('that come twice in %s are told', (json, named) => {
  expect(noteOf(json)).toBe(`${SAID}${named}`);
});

test.each([
  '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}',
  '{"a":"\\"a\\":1,","b":"{\\"a\\":1,\\"a\\":2}","c":"x:y"}',
  '["a:b",":",{"k:":"\\\\"},{"k:":"\\\\\\":"}]',
  '{"a":null,"b":true,"c":[[],{},[{}]],"d":[null,"a"]}',
  '"a:b"',
  '0',
])('that come once in each object are as good as any: %s', (json) => {
  expect(noteOf(json)).toBeUndefined();
});

test('a note says so of a body, beside what else is to be said, and of lines', () => {
  const said = `${SAID}"a"; "as": "text" has all`;
  expect(noted('{"a":1,"a":2}', 'application/json')).toEqual({ kind: 'json', value: { a: 2 }, note: said });
  expect(noted('{"a":1,"a":2,}', 'application/json')).toMatchObject({ note: `JSON but for trailing commas; ${said}` });
  for (const end of ['\n', '\n{"b"']) {
    const lines = `{"b":1}\n{"a":1,"a":2}\n{"a":1,"a":2}${end}`;
    expect(noted(lines, 'application/x-ndjson')).toMatchObject({
      value: [{ b: 1 }, { a: 2 }, { a: 2 }],
      note: expect.stringContaining(said),
    });
  }
});

test('of thousands of lines with others each those of the first are told', () => {
  const lines = Array.from({ length: 4_000 }, (_, n) => `\u001e{"k${n}":1,"k${n}":2}\n`).join('');
  expect(noted(lines, 'application/json-seq')).toMatchObject({ note: `${SAID}"k0"; "as": "text" has all` });
  // Pages are read as JSON whatever their text is.
  expect(decode(Buffer.from('{"a":1,"a":2}'), undefined, { as: 'json' })).toMatchObject({ note: `${SAID}"a"` });
});

test('a key of any length is named by its beginning', () => {
  const key = JSON.stringify('k'.repeat(1e5));
  expect(noteOf(`{${key}:1,${key}:2}`)).toBe(`${SAID}"${'k'.repeat(40)}"`);
});

test('of random values members are counted as they are written', () => {
  let members = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const value = seeded(seed).json(40);
    const counted = countMembers(value, 1e9);
    let written = 0;
    JSON.stringify(value, (_, each: unknown) => {
      if (typeof each === 'object' && each !== null && !Array.isArray(each)) written += Object.keys(each).length;
      return each;
    });
    expect(counted).toBe(written);
    expect(noteOf(JSON.stringify(value))).toBeUndefined();
    members += counted;
  }
  expect(members).toBeGreaterThan(1_000);
});
