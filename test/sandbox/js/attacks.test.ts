import { expect, test, vi } from 'vitest';
import { LIMITS } from '../../../src/sandbox/js/limits.ts';
import { runProgram } from '../../../src/sandbox/js/run-program.ts';
import { answered, failed } from './support/records.ts';

const RECORDS = [answered(0, { items: [1, 2] }), failed(1, { outcome: 'timeout' })];
const SHORT = { ...LIMITS, runMs: 100 };

async function endOf(program: string, limits = SHORT): Promise<string> {
  const result = await runProgram(program, RECORDS, limits);
  // The next one finds everything as it should be.
  expect(await runProgram('ok[0].body.items.map(x => x + 1)', RECORDS)).toMatchObject({ json: '[2,3]' });
  return 'error' in result ? result.error : `value ${result.json}`;
}

test.each([
  'for (;;); 1',
  'while (true) { try { for (;;); } catch {} } 1',
  'try { for (;;); } finally { for (;;); } 1',
  'for (;;) { try { throw 1 } catch (e) { continue } finally { continue } } 1',
  '({ get a() { for (;;); } })',
  '({ toJSON() { for (;;); } })',
  'new Proxy({}, { ownKeys() { for (;;); } })',
  'new Proxy([1], { get() { for (;;); } })',
  'new Proxy({}, { getPrototypeOf() { for (;;); } })',
  'new Proxy({}, { get(t, k) { if (k === "then") for (;;); } })',
  '[2, 1].sort(() => { for (;;); })',
  'Array.from({ length: 1e9 }, () => 1)',
  '/^(a+)+$/.test("a".repeat(40) + "b")',
  '/(x+x+)+y/.test("x".repeat(100))',
  '"a".repeat(3000).match(/a*a*a*a*b/)',
  '"x".replace(/x/, () => { for (;;); })',
  '+{ valueOf() { for (;;); } }',
  '`${{ toString() { for (;;); } }}`',
  '+{ [Symbol.toPrimitive]() { for (;;); } }',
  'class A { static [Symbol.hasInstance]() { for (;;); } } 1 instanceof A',
  '[...{ *[Symbol.iterator]() { for (;;) yield 1; } }].length && 0 || new Set((function* () { for (;;); })())',
  '(function* () { for (;;); })()',
  'eval("for (;;);")',
  'new Function("for (;;);")()',
  '(async () => { for (;;); })()',
  'const f = () => Promise.resolve().then(f); f()',
  'for (;;) await 0; 1',
  'const t = { then(r) { r(t); } }; t',
  'const f = async () => { for (;;); }; const g = () => f().catch(g); g(); 1',
  'Promise.prototype.then = () => { for (;;); }; await 1; 5',
  'Object.defineProperty(Promise, Symbol.species, { get() { for (;;); } }); await Promise.resolve(1).finally(() => { for (;;); })',
  'throw new Proxy(new Error("x"), { get() { for (;;); } })',
  'throw { toJSON() { for (;;); } }',
  'const e = new Error("x"); Object.defineProperty(e, "message", { get() { for (;;); } }); throw e',
  'Promise.reject({ get message() { for (;;); }, toJSON() { for (;;); } }); 1',
  'new URL({ toString() { for (;;); } })',
  'const p = new URLSearchParams(); for (;;) p.append("a", "b"); 1',
  'structuredClone({ get a() { for (;;); } })',
  'console.log({ toJSON() { for (;;); } }); 1',
  'for (;;) console.log("x".repeat(1000)); 1',
  'const r = new FinalizationRegistry(() => { for (;;); }); for (;;) r.register({}, 1); 1',
  'const d = Date.now(); while (Date.now() - d < 1e6); 1',
  'for (;;) new URL("https://x.org"); 1',
  'for (;;) "a".localeCompare("b"); 1',
  'for (;;) (1).toLocaleString(); 1',
  'for (;;) tableRows("| a |\\n| - |\\n| 1 |"); 1',
  'for (;;) structuredClone([1]); 1',
  'for (;;) records[0].body; 1',
  'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)',
  'const f = () => ({ toJSON: () => { for (;;); } }); [f()]',
  'Object.defineProperty(globalThis, "x", { get() { for (;;); } }); globalThis.x',
  'for (const x of { [Symbol.iterator]: () => ({ next: () => ({}) }) }); 1',
])('endless: %s', async (program) => {
  expect(await endOf(program)).toMatch(/^js failed.*: it ran longer than 0.1 s/);
});

test.each([
  'const a = []; for (let s = "text"; ; s += s) a.push(s.slice(1).toUpperCase()); 1',
  'const a = []; for (;;) a.push(new Float64Array(1e6)); 1',
  'const a = []; for (;;) a.push(new ArrayBuffer(64 * 2 ** 20)); 1',
  'new Array(4294967295).fill(0)',
  'const m = new Map(); for (let i = 0; ; i++) m.set(i, new Int32Array(2e5)); 1',
  '"x".repeat(2e7).split("").length',
  'new SharedArrayBuffer(1e9)',
  'try { new Uint8Array(1e9) } catch { for (;;) { try { new Uint8Array(1e9) } catch {} } } 1',
  'let s = "x".repeat(1e7); const o = []; for (;;) o.push(Object.assign({}, s)); 1',
  'const b = []; for (let n = 1n; ; n <<= 100000n) b.push(n, n + 1n); 1',
  'const a = [new Uint8Array(1e7)]; for (;;) a.push(structuredClone(a[0])); 1',
])(
  'memory: %s',
  async (program) => {
    expect(await endOf(program, LIMITS)).toMatch(
      /^js failed.*: (?:it ran out of memory \(256 MiB\)|string too long|BigInt is too large to allocate|it ran longer)/,
    );
  },
  60_000,
);

test.each([
  // Which limit ends it first depends on how Node has compiled the WebAssembly.
  ['const f = () => { try { return f(); } catch { return f(); } }; f()', /ran longer|calls itself too often/],
  ['function f() { return f() + 1; } f()', /calls itself too often/],
  ['const o = { toString() { return String(o); } }; String(o)', /calls itself too often/],
  ['let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.x', /calls itself too often/],
  ['const a = []; a[0] = a; a.flat(Infinity)', /calls itself too often/],
  ['eval("(".repeat(1e5))', /calls itself too often/],
  ['eval("[".repeat(3000) + "]".repeat(3000))', /calls itself too often/],
  ['new RegExp("(".repeat(1e5))', /js failed/],
  ['JSON.parse("[".repeat(5e5) + "]".repeat(5e5))', /calls itself too often/],
  ['const f = async n => n ? await f(n - 1) : 0; await f(1e6)', /calls itself too often/],
  ['function* g(n) { yield n; yield* g(n + 1); } for (const x of g(0)); 1', /calls itself too often/],
  ['let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a', /too deep|levels deep/],
  ['const f = () => ({ get a() { return f(); } }); f()', /too deep|levels deep/],
  ['const f = () => ({ toJSON() { return { x: f() }; } }); f()', /too deep|levels deep/],
  ['let a = []; for (let i = 0; i < 1e5; i++) a = [a]; structuredClone(a)', /calls itself too often/],
  ['"x".repeat(5e7)', /more than 2 MiB/],
  ['const a = { b: [] }; a.b.push(a); a', /contains itself/],
  ['let s = "ab"; for (;;) s += s; 1', /string too long|out of memory/],
  ['(2n ** 1000000n) ** 1000n', /too large/],
  ['"x".repeat(2 ** 30)', /too long|out of memory/],
  ['Promise.prototype.constructor = 1; await 1', /not an object/],
  ['new Promise(() => {})', /never settled/],
  ['({ then() {} })', /never settled/],
  ['for (let i = 0; i < 1e5; i++) Promise.reject(i); 1', /nothing awaits was rejected: it threw 0/],
  ['(0, eval)("import(\'node:fs\')")', /could not load module/],
  ['new (Object.getPrototypeOf(async function () {}).constructor)("return import(\'node:fs\')")()', /could not load module/],
  ['(0, eval)("import(\'/etc/passwd\')")', /could not load module/],
  ['throw { get message() { throw this; }, toString() { throw this; } }', /^js failed/],
  ['const e = new Error("x"); Object.defineProperty(e, "stack", { get() { throw e; } }); throw e', /^js failed: x/],
  ['Error.prepareStackTrace = () => "program:1:1"; null.x', /cannot read property/],
  ['Error.stackTraceLimit = 1e9; (function f(n) { if (n) f(n - 1); else null.x; })(100)', /cannot read property/],
  ['throw Object.create(Error.prototype)', /^js failed/],
  ['new URL("http://a/" + "x".repeat(3e6))', /URL takes at most 1048576 characters here, and these are 3000009/],
  ['"a".repeat(1e6).localeCompare("b")', /localeCompare takes at most 50000 characters here/],
  ['(1).toLocaleString("en", { minimumFractionDigits: 1e9 })', /out of range/],
  ['(1).toLocaleString("x".repeat(5000))', /toLocaleString takes at most 1000 characters here/],
  ['new URLSearchParams("a&".repeat(1e7)).size', /URLSearchParams takes at most/],
  ['URL.prototype.toString.call({})', /js failed/],
  ['Reflect.get(URL.prototype, "href")', /js failed/],
  ['delete globalThis.undefined; Object.defineProperty(globalThis, "undefined", { value: 1 }); 1', /js failed/],
])('%s ends with an error', async (program, words) => {
  expect(await endOf(program, LIMITS)).toMatch(words);
});

test.each([
  // Nothing of the host can be reached, by whatever way.
  [
    '(() => 1).constructor.constructor("return [typeof process, typeof require, typeof globalThis.Buffer, typeof fetch].join()")()',
    '"undefined,undefined,undefined,undefined"',
  ],
  ['[].constructor.constructor("return this")() === globalThis', 'true'],
  ['records.constructor.constructor("return typeof process")()', '"undefined"'],
  [
    '[records, ok, by, URL, console, tableRows, structuredClone].map(x => x.constructor?.constructor?.("return typeof process")() ?? "none")',
    JSON.stringify(['undefined', 'undefined', 'none', 'undefined', 'undefined', 'undefined', 'undefined']),
  ],
  ['new URL("http://a").constructor.constructor("return typeof process")()', '"undefined"'],
  ['try { null.x } catch (e) { e.constructor.constructor("return typeof process")() }', '"undefined"'],
  [
    'try { new URL("::") } catch (e) { [e.constructor === TypeError, /node|\\/|file:/.test(e.stack.replace("::", ""))] }',
    '[true,false]',
  ],
  ['try { (1).toLocaleString("??") } catch (e) { [e.constructor === RangeError, /node:|file:/.test(e.stack)] }', '[true,false]'],
  ['(function () { return typeof arguments.callee.caller })()', '"undefined"'],
  ['Object.getOwnPropertyNames(globalThis).filter(name => /host|kit|driver|__name|open|close/.test(name))', '[]'],
  [
    'const seen = []; const get = Map.prototype.get; Function.prototype.call = function () { seen.push(1); }; new URL("http://a/b").pathname + seen.length',
    '"/b0"',
  ],
  // What a program replaces does not change what is written of its value.
  ['JSON.stringify = () => "hacked"; JSON.parse = null; ({ a: 1 })', '{"a":1}'],
  ['Object.prototype.toJSON = undefined; ({ a: [] })', '{"a":[]}'],
  [
    'Array.prototype.map = null; Object.keys = () => { throw 1; }; Map.prototype.forEach = null; ({ a: new Map([]), s: 1 })',
    '{"a":{},"s":1}',
  ],
  [
    'Object.defineProperty(Array.prototype, "0", { set() { throw 1; }, get() { return 9; } }); ({ a: new Set([]), b: [5] })',
    '{"a":[],"b":[5]}',
  ],
  ['String = Number = Array = Object = Reflect = undefined; [1, "a", { b: null }]', '[1,"a",{"b":null}]'],
  ['Object.freeze(Object.prototype); Object.freeze(Array.prototype); ({ a: [1] })', '{"a":[1]}'],
  ['delete globalThis.JSON; delete globalThis.Promise; delete globalThis.records; typeof records', '"undefined"'],
  ['Object.setPrototypeOf(Object.prototype, null); Object.prototype.x = 1; ({})', '{}'],
  [
    'Object.prototype.get = () => 1; Object.prototype.value = 2; Object.prototype.set = 3; ({ a: new Map([["k", 1]]), u: new URL("http://x/").href })',
    '{"a":{"k":1},"u":"http://x/"}',
  ],
  ['JSON.parse(\'{"__proto__": {"x": 1}}\')', '{"__proto__":{"x":1}}'],
  ['({ "__proto__": 1, ["__proto__"]: 2 })', '{"__proto__":2}'],
  ['Object.defineProperty(Object.prototype, "then", { get() { return undefined; } }); ({ a: 1 })', '{"a":1}'],
  ['Symbol.iterator.description', '"Symbol.iterator"'],
  ['Math.random = () => 4; Date.now = () => 5; [Math.random(), Date.now()]', '[4,5]'],
  ['globalThis.console = { log: null }; typeof console.log', '"object"'],
  ['records[0].body = records; records.length = 0; ok.length', '1'],
  ['"\\u2028\\u2029" + String.fromCharCode(0)', JSON.stringify('\u2028\u2029\u0000')],
])('%s does no harm', async (program, json) => {
  expect(await endOf(program, LIMITS)).toBe(`value ${json}`);
});

test('a body that asks much of memory ends its own program only', async () => {
  const large = Buffer.concat([Buffer.from('"'), Buffer.alloc(130 * 2 ** 20, 'x'), Buffer.from('"')]);
  const records = [{ ...answered(0, 1), body: () => large }];
  const result = await runProgram('ok.map(r => r.body.length)', records, { ...LIMITS, bodyBytes: 2 ** 30 });
  expect(result).toMatchObject({ error: expect.stringMatching(/^js failed.*: it ran out of memory \(256 MiB\)/) });
  expect(await runProgram('1', [])).toMatchObject({ json: '1' });
});

test('nothing that a program does is written to the output of the process', async () => {
  const spy = vi.spyOn(process.stdout, 'write');
  await runProgram('console.log("x"); Promise.reject(new Error("y")); null.z', []);
  expect(spy).not.toHaveBeenCalled();
  spy.mockRestore();
});

test('many programs one after another, and at once, keep to themselves', async () => {
  const all = await Promise.all(Array.from({ length: 12 }, (_, i) => runProgram(`globalThis.mine ??= ${i}; await 1; mine`, [])));
  expect(all.map((each) => 'json' in each && each.json)).toEqual(Array.from({ length: 12 }, (_, i) => `${i}`));
  const odd = ['for (;;); 1', '"x".repeat(5e7)', 'null.x', 'new Array(4294967295).fill(0)', 'ok.length'];
  const mixed = await Promise.all(odd.map((program) => runProgram(program, RECORDS, SHORT)));
  expect(mixed.map((each) => 'json' in each)).toEqual([false, false, false, false, true]);
});
