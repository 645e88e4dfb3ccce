import { expect, test } from 'vitest';
import { functionProblem } from '../../../src/sandbox/js/check.ts';
import { isFunctionText } from '../../../src/result/select/function-text.ts';
import { FunctionRunner, type FunctionOptions, type FunctionResult } from '../../../src/sandbox/js/functions.ts';
import { LIMITS } from '../../../src/sandbox/js/limits.ts';

const RECORD = JSON.stringify({ headers: { etag: '"a"' }, status: 200, vars: { id: 7 }, url: 'https://api.example.com/7' });

async function runner(text: string, options?: FunctionOptions): Promise<FunctionRunner> {
  const made = await FunctionRunner.create(text, options);
  if ('error' in made) throw new Error(made.error);
  return made;
}

async function runAll(text: string, bodies: readonly unknown[], options?: FunctionOptions): Promise<FunctionResult[]> {
  const made = await runner(text, options);
  const results: FunctionResult[] = [];
  for (const body of bodies) results.push(await made.run(Buffer.from(JSON.stringify(body)), RECORD));
  return results;
}

/** Values as JSON, `nothing`, or errors. */
async function texts(text: string, bodies: readonly unknown[], options?: FunctionOptions): Promise<string[]> {
  const results = await runAll(text, bodies, options);
  return results.map((each) => ('json' in each ? each.json : 'error' in each ? each.error : 'nothing'));
}

test.each([
  'body => body.items',
  ' body=>body',
  '$ => $',
  '日 => 日',
  '_a1 => 1',
  '(body) => body',
  '({ items }) => items',
  '(body, { headers }) => headers.etag',
  '() => 1',
  '([a]) => a',
  'async body => body',
  'async (body) => body',
  'async function (body) { return 1 }',
  'function (body) { return 1 }',
  'function f(body) { return 1 }',
  'function* (body) { yield 1 }',
  '(body => body)',
  '(function (body) { return 1 })',
  '(() => body => body)()',
  '// takes the id\nbody => body.id',
  '/* a */ body => 1',
  '```js\nbody => 1\n```',
  '(body = {}) => body',
  '\n\t(body)\n=> body',
])('%j is a function', (text) => expect(isFunctionText(text)).toBe(true));

test.each([
  'items',
  'items[].id',
  '(a || b).c',
  '(items)[0]',
  '[?a == `=>`]',
  "(a[?b == '=>'])",
  '`=>`',
  'function',
  'function.name',
  'async',
  'async.x',
  '@',
  '{id: id}',
  'length(items)',
  'map(&id, items)',
  '(function || b)',
  '',
  '"a => b"',
  'a > b',
  'a >= b',
  '&a',
  'sort_by(items, &price)[0]',
  '(async)',
])('%j is JMESPath', (text) => expect(isFunctionText(text)).toBe(false));

test('one function reads many bodies, with the record as its second argument', async () => {
  expect(
    await texts('(body, { headers, status, vars, url }) => ({ n: body.n * 2, etag: headers.etag, status, id: vars.id, url })', [
      { n: 1 },
      { n: 2 },
    ]),
  ).toEqual([
    '{"n":2,"etag":"\\"a\\"","status":200,"id":7,"url":"https://api.example.com/7"}',
    '{"n":4,"etag":"\\"a\\"","status":200,"id":7,"url":"https://api.example.com/7"}',
  ]);
  expect(await texts('async body => { await 1; return body.length; }', [[1], 'abc'])).toEqual(['1', '3']);
  expect(await texts('function (body) { return arguments.length + body; }', [1])).toEqual(['3']);
  expect(await texts('() => ({ ...new URL("https://x.org/?a=1").searchParams.entries().next() })', [1])).toEqual([
    '{"value":["a","1"],"done":false}',
  ]);
  expect(await texts('body => body.items.filter(x => x.open).length', [{ items: [{ open: true }, {}] }])).toEqual(['1']);
});

test('undefined is nothing, and null is a value', async () => {
  expect(await texts('body => body.a', [{ a: null }, {}, { a: 0 }, { a: undefined }, { a: '' }])).toEqual([
    'null',
    'nothing',
    '0',
    'nothing',
    '""',
  ]);
  expect(await runAll('body => {}', [1])).toEqual([{ nothing: true, notes: [] }]);
  expect((await runAll('body => { console.log("seen", body); return NaN; }', [1]))[0]).toEqual({
    json: '"NaN"',
    notes: ['console: seen 1', 'NaN and Infinity are text: value'],
  });
});

test('what is wrong is said with its line and the shape of the body', async () => {
  const text = 'body =>\n  body.items.map(x => x.user.login)';
  expect(await texts(text, [{ items: [{}] }, []], { name: 'paginate.items' })).toEqual([
    "paginate.items failed at line 2 (body.items.map(x => x.user.login)): cannot read property 'login' of undefined; the body is an object with the keys items",
    "paginate.items failed at line 2 (body.items.map(x => x.user.login)): cannot read property 'map' of undefined; the body is an empty array",
  ]);
  expect(await texts('body => () => 1', [1])).toEqual([
    'select failed: its value is a function: return what it gives; the body is a number',
  ]);
  expect(await texts('body => new Promise(() => {})', [1])).toEqual([
    'select failed: its promise is never settled: there is nothing to wait for, neither timers nor network; the body is a number',
  ]);
  expect(await texts('body => { const self = {}; self.self = self; return self; }', [1])).toEqual([
    'select failed: its value contains itself: value.self is value; the body is a number',
  ]);
  expect(await texts('body => body.map(async x => x)', [[1]])).toEqual([
    'select failed: value[0] is a promise: await it before you return it (of a list: await Promise.all(list)); the body is an array of 1, the first a number',
  ]);
});

test.each([
  ['(a, b, c) => 1', 'it has 3 parameters; it gets the body and {headers, status, vars, url}'],
  ['body => body.', 'it ends too early'],
  ['body => { return', 'nothing closes the { of line 1'],
  ['body => data.items', 'data is not defined; a function gets the body as its first parameter'],
  ['body => ok.length', 'ok is not defined'],
  ['body => fetch(body.url)', 'there is no network here'],
  ['```js\nbody => 1\n```', 'leave out the code fence'],
  ['const f = body => 1; f', 'a function is wanted here'],
  ['body => import("fs")', 'there are no modules here'],
  ['body => 1; body => 2', 'a function is wanted here'],
])('%j cannot be one', async (text, words) => {
  expect(await functionProblem(text)).toContain(words);
  expect(await FunctionRunner.create(text)).toMatchObject({ error: expect.stringContaining(words) });
});

test('what begins like a function and gives none is refused when it is made', async () => {
  expect(await functionProblem('(() => 1)()')).toBeUndefined();
  expect(await FunctionRunner.create('(() => 1)()')).toEqual({ error: 'select failed: it gives no function' });
  expect(await FunctionRunner.create('(() => { for (;;); })()', { limits: { ...LIMITS, runMs: 20 } })).toEqual({
    error: 'select failed at line 1 ((() => { for (;;); })()): it ran longer than 0.02 s',
  });
  expect(await FunctionRunner.create('(() => { throw new Error("x") })()')).toMatchObject({
    error: expect.stringContaining('): x'),
  });
});

test.each([
  ['(globalThis.n = (globalThis.n ?? 0) + 1)', '1'],
  ['Array.prototype.seen = (Array.prototype.seen ?? 0) + 1', '1'],
  ['Object.prototype.n = (({}).n ?? 0) + 1', '1'],
  ['(Math.count = (Math.count ?? 0) + 1)', '1'],
  ['(JSON.parse = (old => Object.assign(text => old(text), { n: (old.n ?? 0) + 1 }))(JSON.parse)).n', '1'],
  ['(n => (String.prototype.n = n))((("").n ?? 0) + 1)', '1'],
  ['Symbol.for("n").description.length', '1'],
  ['(console.n = (console.n ?? 0) + 1)', '1'],
  ['(URL.n = (URL.n ?? 0) + 1)', '1'],
  ['(headers => (headers.n = (headers.n ?? 0) + 1))({})', '1'],
  ['(f => (f.n = (f.n ?? 0) + 1))(function () {}.constructor)', '1'],
  ['(Promise.prototype.then = Promise.prototype.then.n ? null : Object.assign(Promise.prototype.then, { n: 1 })) && 1', '1'],
  ['(Object.freeze(Object.prototype), Object.isFrozen(Object.prototype) && 1)', '1'],
  ['(delete globalThis.Map, typeof Map === "undefined" ? 1 : 0)', '1'],
  ['(Map.prototype.get = () => 9, new Map([[1, 2]]).get(1))', '9'],
  ['eval("var kept = typeof kept === \'undefined\' ? 1 : 2; kept")', '1'],
])('nothing of %s stays from body to body', async (expression, json) => {
  expect(await texts(`body => { const r = ${expression}; return r; }`, [1, 2, 3])).toEqual([json, json, json]);
});

test('not even what a closure keeps stays, and promises that are late are gone', async () => {
  expect(
    await texts('(() => { let n = 0; const seen = []; return body => { seen.push(body); return [++n, seen]; }; })()', [5, 6]),
  ).toEqual(['[1,[5]]', '[1,[6]]']);
  expect(
    await texts(
      'body => { Promise.resolve().then(() => { globalThis.late = body; }); return globalThis.late ?? "none"; }',
      [5, 6],
    ),
  ).toEqual(['"none"', '"none"']);
  expect(await texts('(regex => body => regex.test("aa"))(/a/g)', [1, 2, 3])).toEqual(['true', 'true', 'true']);
});

test('calls at the same time take their turn', async () => {
  const made = await runner('body => [globalThis.left ?? null, globalThis.left = body]');
  const results = await Promise.all([1, 2, 3].map((body) => made.run(Buffer.from(`${body}`), RECORD)));
  expect(results.map((each) => ('json' in each ? each.json : ''))).toEqual(['[null,1]', '[null,2]', '[null,3]']);
});

test('random numbers are others for each body', async () => {
  const drawn = await texts('body => Math.random()', [1, 2, 3, 4]);
  expect(new Set(drawn).size).toBe(4);
});

test('a body that overruns, exhausts memory or recurses does not spoil the next', async () => {
  const text = `body => {
    if (body === 'loop') for (;;);
    if (body === 'late') return (async () => { for (;;) await 0; })();
    if (body.startsWith('memory')) { const all = []; for (;;) all.push(new ArrayBuffer(2 ** 22)); }
    if (body === 'deep') return (function f() { return f() + 1; })();
    if (body === 'crash') return eval('['.repeat(3000) + ']'.repeat(3000));
    if (body === 'reject') { Promise.reject(new Error('unseen')); return 1; }
    if (body === 'large') return 'x'.repeat(5e6);
    return body.length;
  }`;
  const attacks = {
    loop: 'longer than 0.1 s',
    late: 'longer than 0.1 s',
    memory: 'out of memory',
    'memory again': 'out of memory',
    deep: 'calls itself too often',
    crash: 'calls itself too often',
    reject: 'nothing awaits was rejected: unseen',
    large: 'more than 2 MiB',
  };
  const bodies = Object.keys(attacks).flatMap((attack) => [attack, 'abc']);
  const results = await texts(text, bodies, { limits: { ...LIMITS, runMs: 100, memoryBytes: 16 * 2 ** 20 } });
  for (const [at, words] of Object.values(attacks).entries()) {
    expect(results[2 * at]).toContain(words);
    expect(results[2 * at + 1]).toBe('3');
  }
});

test('large bodies, one after another, are read each as the first', async () => {
  const body = Array.from({ length: 4_000 }, (_, id) => ({
    id,
    name: `name ${id}`,
    tags: ['a', 'b'],
    nested: { text: 'x'.repeat(60) },
  }));
  const expected = JSON.stringify([4_000, 'name 3999', null]);
  const text = `body => {
    const before = globalThis.left;
    globalThis.left = body;
    return [body.length, body.at(-1).name, before ?? null];
  }`;
  const results = await texts(
    text,
    Array.from({ length: 8 }, () => body),
    { limits: { ...LIMITS, memoryBytes: 16 * 2 ** 20 } },
  );
  expect(new Set(results)).toEqual(new Set([expected]));
});

test('a body of more than the limit is refused', async () => {
  const [result] = await texts('body => body.length', ['x'.repeat(2_000)], { limits: { ...LIMITS, bodyBytes: 1_000 } });
  expect(result).toMatch(/^select failed: the bodies that it reads have more than 0 MiB: give the requests a select first/);
});

test.each([
  ['b => [b.list.reduce((s, x) => s + x.qty, 0) / 2]', ['qty is text, such as "10", which + joins: Number(x.qty)']],
  ['({ list }) => list.filter(({ paid }) => paid)', ['paid is text, such as "false", which counts as true: paid === "true"']],
  ['b => b.list.filter(x => x.qty === 9).length', ['qty is text, such as "10", so that === never holds']],
  ['b => b.list.map(x => new Date(x.at).getFullYear())', ['at is in seconds, such as 1700000000']],
  ['b => b.list.toSorted((a, b) => a.qty > b.qty ? 1 : -1)', ['qty is text, and > has "9" after "10"']],
  ['b => b.state === "open"', ['state is a number, such as 2, so that === never holds']],
  ['b => b.list.reduce((s, x) => s + Number(x.qty), 0)', []],
  ['b => b.list.filter(x => x.paid === "true")', []],
  ['b => b.list.filter(x => x.qty === "9")', []],
  ['b => b.list.map(x => new Date(x.at * 1000).getFullYear())', []],
  ['b => b.list.toSorted((a, b) => a.qty - b.qty)', []],
  ['(b, { status }) => status === 200 && b.state === 2', []],
  ['(b, r) => r.vars.id === b.id && r.status === 200', []],
])('what a function takes values for is seen beside its body: %s', async (text, notes) => {
  const list = [
    { qty: '10', paid: 'false', at: 1_700_000_000 },
    { qty: '9', paid: 'true', at: 1_700_090_000 },
  ];
  const [result] = await runAll(text, [{ list, state: 2, id: 7, status: 'done' }]);
  expect(result?.notes).toEqual(notes.map((words) => expect.stringContaining(words) as unknown));
});
