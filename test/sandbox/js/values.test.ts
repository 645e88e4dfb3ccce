import { expect, test } from 'vitest';
import { LIMITS } from '../../../src/sandbox/js/limits.ts';
import { runProgram } from '../../../src/sandbox/js/run-program.ts';
import { answered, failed } from './support/records.ts';
import { errorOf, notesOf, valueOf } from './support/run.ts';

test('Map and Set become objects and lists, at any depth', async () => {
  expect(await valueOf('new Map([["a", new Set([1, new Map([[2, 3]])])], [null, 1], [true, 2], [5n, 3]])')).toEqual({
    a: [1, { 2: 3 }],
    null: 1,
    true: 2,
    5: 3,
  });
  expect(await valueOf('new Map([[{ id: 1 }, "a"]])')).toEqual([[{ id: 1 }, 'a']]);
  expect(await valueOf('new Map([[1, "a"], ["1", "b"]])')).toEqual([
    [1, 'a'],
    ['1', 'b'],
  ]);
  expect(await notesOf('[new Map([[1, "a"], ["1", "b"]])]')).toEqual([
    'a Map with keys that are objects, or equal as text, is a list of [key, value]: value[]',
  ]);
});

test('a Map sorted by its values keeps its order, or a note says that it cannot', async () => {
  expect(await runProgram('new Map([["b", 2], ["a", 1]])', [])).toEqual({
    json: '{"b":2,"a":1}',
    isEmpty: false,
    notes: [],
    console: [],
  });
  expect(await notesOf('new Map([[3, "x"], [4, "y"], ["z", 1]])')).toEqual([]);
  for (const entries of ['[[4, "x"], [3, "y"]]', '[["z", 1], [3, "y"]]']) {
    expect((await notesOf(`new Map(${entries})`))[0]).toMatch(/^whole numbers as keys of a Map come in ascending order/);
  }
});

test('what JSON has no word for becomes text, with a note of where', async () => {
  expect(await valueOf('[NaN, -Infinity, 2n ** 70n, /a"/g, new RangeError("no")]')).toEqual([
    'NaN',
    '-Infinity',
    '1180591620717411303424',
    '/a"/g',
    'RangeError: no',
  ]);
  expect(await notesOf('[{ mean: NaN }, { mean: 1 }, { mean: Infinity, "odd key": 1n }]')).toEqual([
    'NaN and Infinity are text: value[].mean (2 times)',
    'a BigInt is text: value[]["odd key"]',
  ]);
  expect(await notesOf('[new Date(NaN)]')).toEqual(['an invalid Date is null: value[]']);
});

test('nothing is left out without a word', async () => {
  const program = '({ list: [1, undefined, () => 1, , Symbol("x")], gone: undefined, run() {}, [Symbol("s")]: 1, left: null })';
  expect(await valueOf(program)).toEqual({ list: [1, null, null, null, null], left: null });
  expect(await notesOf(program)).toEqual([
    'undefined in a list is null: value.list[] (2 times)',
    'a function in a list is null: value.list[]',
    'a symbol in a list is null: value.list[]',
    'undefined is left out: value.gone',
    'a function is left out: value.run',
    'members whose keys are symbols are left out: value',
  ]);
  const typo = 'ok.map(r => ({ id: r.body.id, name: r.body.nmae }))';
  expect(
    await notesOf(
      typo,
      [1, 2, 3].map((id) => answered(id, { id, name: 'x' })),
    ),
  ).toEqual(['undefined is left out: value[].name (3 times)']);
  expect(await notesOf('({ w: new WeakMap(), q: new URLSearchParams("a=1") })')).toEqual([
    '{} stands for an object of a class that has no members to list: value.w, value.q',
  ]);
});

test('iterators, binary data and boxes are what they hold', async () => {
  expect(
    await valueOf(
      '[new Map([["a", 1]]).keys(), [1, 2].values().map(x => x * 2), (function* () { yield 1; yield* [2]; })(), new Set([3]).entries()]',
    ),
  ).toEqual([['a'], [2, 4], [1, 2], [[3, 3]]]);
  expect(
    await valueOf(
      '[new Uint8Array([1, 2]), new Float32Array([0.5]), new Uint8Array([7, 8]).buffer, new DataView(new ArrayBuffer(2))]',
    ),
  ).toEqual([[1, 2], [0.5], [7, 8], [0, 0]]);
  expect(await valueOf('[new Number(5), new String("s"), new Boolean(false), Object(1n)]')).toEqual([5, 's', false, '1']);
  expect(
    await valueOf(
      'class Point { constructor() { this.x = 1; } get y() { return 2; } } [new Point(), Object.create({ inherited: 1 }, { own: { value: 1, enumerable: true } })]',
    ),
  ).toEqual([{ x: 1 }, { own: 1 }]);
});

test('toJSON is asked, as JSON.stringify does', async () => {
  expect(
    await valueOf(
      '({ a: new Date(0), b: { toJSON(key) { return [key]; } }, c: new URL("http://x.org/?a"), d: [{ toJSON: k => k }], e: { toJSON: 1 } })',
    ),
  ).toEqual({ a: '1970-01-01T00:00:00.000Z', b: ['b'], c: 'http://x.org/?a', d: ['0'], e: { toJSON: 1 } });
});

test('a promise that was not awaited is an error, and never {}', async () => {
  expect(await errorOf('ok.map(async r => r.i)', [answered(0, 1)])).toBe(
    'js failed: value[0] is a promise: await it before you return it (of a list: await Promise.all(list))',
  );
  expect(await errorOf('({ a: { b: Promise.resolve(1) } })')).toContain('value.a.b is a promise');
  expect(await errorOf('[(async function* () {})()]')).toContain(
    'value[0] is an async iterator: collect its items with for await',
  );
  expect(await valueOf('Promise.all([1, Promise.resolve(2)])')).toEqual([1, 2]);
  expect(await valueOf('const all = []; for await (const x of [Promise.resolve(1), 2]) all.push(x); all')).toEqual([1, 2]);
});

test('a promise that is rejected unseen is an error, since what it should have done is missing', async () => {
  const program = 'let sum = 0; const add = async r => { sum += await r.body.a.b; }; ok.forEach(add); sum';
  expect(await errorOf(program, [answered(0, {})])).toMatch(
    /^js failed at line 1 .*: a promise that nothing awaits was rejected: cannot read property 'b' of undefined; last read: record 0/,
  );
  expect(await valueOf('const late = Promise.reject(1); await 0; await late.catch(() => 2)')).toBe(2);
  expect(await valueOf('await Promise.allSettled([Promise.reject(new Error("x"))]).then(all => all.map(s => s.status))')).toEqual(
    ['rejected'],
  );
});

test('undefined, functions and promises without end say what to return', async () => {
  expect(await errorOf('undefined')).toBe('js gave undefined: return a value, null where there is none');
  expect(await errorOf('ok.forEach(r => r.i)')).toContain('(forEach has none: map has)');
  expect(await errorOf('x => y => 1')).toBe('js failed: its value is a function: return what it gives');
  expect(await errorOf('Symbol("x")')).toBe('js failed: its value is a symbol: return what it gives');
  expect(await errorOf('new Promise(() => {})')).toMatch(/its promise is never settled/);
  expect(await errorOf('await new Promise(() => {}); 1')).toMatch(/its promise is never settled/);
});

test('a value that contains itself, is too deep or too large is an error', async () => {
  expect(await errorOf('const a = { b: [1] }; a.b.push({ c: a }); a')).toBe(
    'js failed: its value contains itself: value.b[1].c is value',
  );
  expect(await valueOf('const shared = [1]; [shared, shared]')).toEqual([[1], [1]]);
  expect(await valueOf('let deep = 1; for (let i = 0; i < 250; i++) deep = [deep]; JSON.stringify(deep).length')).toBe(501);
  expect(await errorOf('let deep = 1; for (let i = 0; i < 400; i++) deep = [deep]; deep')).toContain(
    'nested more than 300 levels deep',
  );
  for (const large of [
    '"x".repeat(12e4)',
    'Array.from({ length: 12e3 }, () => "some text")',
    '"é".repeat(6e4)',
    'new Array(4294967295)',
  ]) {
    expect(await errorOf(large, [], { runMs: 20_000, valueBytes: 2 ** 20 / 10 }), large).toBe(
      'js failed: its value has more than 0.1 MiB as JSON: return less of it',
    );
  }
  expect(await errorOf('"x".repeat(2 ** 21 + 1)')).toBe('js failed: its value has more than 2 MiB as JSON: return less of it');
  expect(await valueOf('"x".repeat(2e6)')).toHaveLength(2e6);
  expect(await valueOf('"x".repeat(2e6).length')).toBe(2_000_000);
});

test('keys and strings of every kind come through as they are', async () => {
  const odd = { __proto__x: 1, 'a"b': '\u2028\u0000\ud83d\ude00é', '': [], constructor: 'c', toString: null, 1: 'one' };
  expect(await valueOf('ok[0].body', [answered(0, odd)])).toEqual(odd);
  expect(await runProgram('JSON.parse(ok[0].body)', [answered(0, '{"__proto__": {"polluted": true}, "a": 1}')])).toMatchObject({
    json: '{"__proto__":{"polluted":true},"a":1}',
  });
  // Strict readers refuse JSON that has one.
  expect(await valueOf('["\\ud800x", { "\\udc00": "\\ud83d\\ude00" }]')).toEqual(['\ufffdx', { '\ufffd': '😀' }]);
});

test('an empty value carries the shape of the first ok body, and values that could be compared with', async () => {
  const records = [
    failed(0, { outcome: 'timeout' }),
    answered(1, { items: [{ state: 'OPEN', title: 'x'.repeat(100) }, { state: 'CLOSED' }], total: 2 }),
  ];
  const shape =
    'record 1 has the body an object with the keys items, total, such as {"items":[{"state":"OPEN", "title":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"}, 1 more], "total":2}';
  for (const program of [
    'ok.filter(r => r.body.state === "open")',
    'ok.filter(r => r.body.state === "open").length',
    'null',
    '""',
    '({})',
    'new Map()',
    'new Set()',
    '-0',
    'ok.map(r => r.body.nope)',
    'ok.map(r => ({ id: r.body.nope, name: r.body.nope }))',
    'ok.reduce((sum, r) => sum + r.body.nope, 0)',
    '({ open: ok.filter(r => r.body.state === "open").length, last: ok.map(r => r.body.at)[0] ?? null })',
  ]) {
    const result = await runProgram(program, records);
    expect(result, program).toMatchObject({ isEmpty: true });
    expect(result.notes.at(-1), program).toContain(`if that is not meant: ${shape}`);
    expect(result.notes.length, program).toBe(/nope/.test(program) ? 2 : 1);
  }
  for (const program of ['false', '[0]', '"0"', '[[]]', '[[], {}]', '1', '[null, 0]', '({ a: 0, b: false })'])
    expect(await runProgram(program, records), program).toMatchObject({ isEmpty: false, notes: [] });
  expect(await notesOf('ok', [failed(0, {})])).toEqual(['the value is []: no record succeeded, so ok is empty']);
  expect(await notesOf('ok.filter(r => r.body)', [answered(3, null)])).toEqual([
    'the value is []; if that is not meant: record 3 has the body null',
  ]);
});

test('an empty value is told with the body that was read last, too, if that is another', async () => {
  const records = [
    answered(0, { items: [1] }),
    answered(1, [{ state: 'Open' }], { id: 'b' }),
    answered(2, [{ state: 'Shut' }], { id: 'b' }),
  ];
  expect(await notesOf('by.b[0].body.filter(x => x.state === "open")', records)).toEqual([
    'the value is []; if that is not meant: record 0 has the body an object with the keys items, such as {"items":[1]}; ' +
      'last read: record 1 has the body an array of 1, the first an object with the keys state, such as [{"state":"Open"}]',
  ]);
  expect((await notesOf('by.b.filter(r => r.body.length > 1)', records.slice(1)))[0]).not.toContain('last read');
});

const shared = (): Buffer => Buffer.from('{"n":1}');

test('records have the members of the contract, in their order, and bodies that are their own', async () => {
  const first = answered(0, null, { id: 'a', vars: { x: '1' } });
  const records = [
    { ...first, body: shared },
    { ...answered(1, null, { id: 'a' }), body: shared },
    failed(2, { status: 500, outcome: 'http_error' }, { message: 'no' }),
  ];
  expect(await valueOf('Object.keys(records[0])', records)).toEqual([
    'i',
    'id',
    'url',
    'final_url',
    'vars',
    'status',
    'ok',
    'outcome',
    'attempts',
    'ms',
    'error',
    'error_body',
    'headers',
    'body',
  ]);
  expect(await valueOf('records[0].body.n = 2; by.a.map(r => r.body.n)', records)).toEqual([2, 1]);
  expect(await valueOf('records.map(r => [r.ok, r.body, r.error_body, r.outcome])', records)).toEqual([
    [true, { n: 1 }, null, null],
    [true, { n: 1 }, null, null],
    [false, null, { message: 'no' }, 'http_error'],
  ]);
  expect(
    await valueOf(
      'const { body, ...rest } = records[0]; const copy = { ...records[1], body: 5 }; [body, "body" in rest, copy.body, records[1].body]',
      records,
    ),
  ).toEqual([{ n: 1 }, false, 5, { n: 1 }]);
  expect(await valueOf('records[0].body = 7; [records[0].body, ok.length, Object.keys(by), "toString" in by]', records)).toEqual([
    7,
    2,
    ['a'],
    false,
  ]);
});

test('more bodies than there may be are an error that no program can catch away, unless they are not read', async () => {
  const limits = { ...LIMITS, bodyBytes: 2 ** 20 };
  const large = Array.from({ length: 3 }, (_, i) => answered(i, 'x'.repeat(400_000)));
  const error = 'the bodies that it reads have more than 1 MiB: give the requests a select first';
  expect(await errorOf('ok.map(r => r.body.length)', large, limits)).toContain(error);
  expect(await errorOf('ok.map(r => { try { return r.body.length; } catch { return 0; } })', large, limits)).toContain(error);
  const unread = await runProgram('[ok.length, ok.slice(1).map(r => r.body.length)]', large, limits);
  expect(unread).toMatchObject({ json: '[3,[400000,400000]]' });
});
