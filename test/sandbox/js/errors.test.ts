import { expect, test } from 'vitest';
import { answered, failed } from './support/records.ts';
import { errorOf } from './support/run.ts';

const RECORDS = [
  answered(0, { items: [{ id: 1 }], total: 1 }, { id: 'list', headers: { etag: '"a"', date: 'x' } }),
  failed(1, { id: 'slow', outcome: 'timeout' }),
  failed(2, { id: 'gone', outcome: 'http_error', status: 404 }, { message: 'no such item' }),
];

test('the line, what was there, and the shape of the record at which the program stopped', async () => {
  const program = 'const rows = ok\n  .map(r => r.body.data.length);\nrows.length';
  expect(await errorOf(program, RECORDS)).toBe(
    "js failed at line 2 (.map(r => r.body.data.length);): cannot read property 'length' of undefined; last read: record 0 has the body an object with the keys items, total",
  );
});

test.each([
  ['records.map(r => r.body.total)', "cannot read property 'total' of null; last read: record 1 has no body: timeout"],
  ['records.slice(2).map(r => r.body.total)', 'last read: record 2 has no body: http_error 404'],
  ['records[2].error_body.errors.length', 'last read: record 2 has the error_body an object with the keys message'],
  ['records[1].error_body.message', 'last read: record 1 has no error_body'],
  ['ok[0].headers.link.split(",")', 'last read: record 0 has the headers etag, date'],
  ['ok[0].vars.id', 'last read: record 0 has no vars'],
  ['ok[0].body.items.length()', 'ok[0].body.items.length is not a function'],
  ['ok.filter(r => r.ok).each(r => r)', '): each is not a function'],
  [
    'const total = ok[0].body.total;\n\nfor (const x of total) {}\n1',
    'js failed at line 3 (for (const x of total) {}): value is not iterable',
  ],
  ['by.users[0].body', "cannot read property '0' of undefined; by has list, slow, gone"],
  ['[...ok].map(r => r.json.items)', 'headers, body}; record 0 has the body an object with the keys items, total, such as {'],
  ['records => records.body.items', 'the function gets the list of all records, not one of them'],
  [
    'r => r.status',
    'js gave undefined: return a value, null where there is none; the function gets the list of all records, not one of them',
  ],
  ['(() => { return globalThis.x, missing })()', 'missing is not defined'],
  ['(() => { const q = globalThis; return fetch("x") })()', 'fetch is not defined; there is no network here'],
  ['{ let a = b; let b = 1; a }', 'b is not initialized'],
  ['throw new TypeError("my own words")', 'js failed at line 1 (throw new TypeError("my own words")): my own words'],
  ['throw { code: 7 }', 'js failed: it threw {"code":7}'],
  ['throw "text"', 'js failed: it threw "text"'],
  ['throw null', 'js failed: it threw null'],
  ['throw undefined', 'js failed: it threw undefined'],
  ['throw new Error("x".repeat(1e6))', 'xxx…'],
  ['throw "y".repeat(1e6)', 'js failed: it threw "yyy'],
  ['Promise.any([Promise.reject(1)])', 'js failed: AggregateError'],
  ['const f = async () => {\n  await 1;\n  null.x;\n};\nawait f()', 'js failed at line 3 (null.x;): cannot read property'],
  ['function f() { return f() + 1; } f()', 'it calls itself too often, or nests too deeply'],
  ['eval("1 +")', 'js failed at line 1 (eval("1 +"))'],
  ['(0, eval)("import(\\"node:fs\\")")', "could not load module 'node:fs'; there are no modules here"],
  ['/* é 日本 */ const a = 1; const 日 = ok; 日.map(r => r.body.nope.x)', 'js failed at line 1 ('],
])('%j fails in words', async (program, words) => {
  const error = await errorOf(program, RECORDS);
  expect(error).toContain(words);
  expect(error.length).toBeLessThan(700);
});

test('of a long line what stands around the place is shown', async () => {
  const program = `const a = [${'1, '.repeat(100)}]; const b = ok.map(r => r.body.wrong.name); const c = [${'2, '.repeat(100)}]; c`;
  expect(await errorOf(program, RECORDS)).toMatch(
    /^js failed at line 1 \(….*const b = ok\.map\(r => r\.body\.wrong\.name\).*…\): cannot read property 'name'/,
  );
});

test('a value that has not come from a record tells nothing of one', async () => {
  expect(await errorOf('null.x', RECORDS)).toBe("js failed at line 1 (null.x): cannot read property 'x' of null");
});
