/**
 * Programs that mean harm. They are run over two records: the first is ok and has the body `{"items": [1, 2]}`, the second
 * has failed.
 */

/** Each wants more memory than there is. */
export const HUNGRY: readonly string[] = [
  'const a = []; for (let s = "text"; ; s += s) a.push(s.slice(1).toUpperCase()); 1',
  'const a = []; for (;;) a.push(new Float64Array(1e6)); 1',
  'const a = []; for (;;) a.push(new ArrayBuffer(64 * 2 ** 20)); 1',
  'new Array(4294967295).fill(0)',
  'const m = new Map(); for (let i = 0; ; i++) m.set(i, new Int32Array(2e5)); 1',
  '"x".repeat(1e7).split("").length',
  'new SharedArrayBuffer(1e9)',
  'try { new Uint8Array(1e9) } catch { for (;;) { try { new Uint8Array(1e9) } catch {} } } 1',
  'let s = "x".repeat(1e7); const o = []; for (;;) o.push(Object.assign({}, s)); 1',
  'const b = []; for (let n = 1n; ; n <<= 100000n) b.push(n, n + 1n); 1',
  'const a = [new Uint8Array(1e7)]; for (;;) a.push(structuredClone(a[0])); 1',
];

/** Each ends with an error, in such words. */
export const FAILING: readonly (readonly [program: string, words: RegExp])[] = [
  // Which limit ends it first depends on how Node has compiled the WebAssembly.
  ['const f = () => { try { return f(); } catch { return f(); } }; f()', /ran longer|calls itself too often/],
  ['function f() { return f() + 1; } f()', /calls itself too often/],
  ['const o = { toString() { return String(o); } }; String(o)', /calls itself too often/],
  ['let p = {}; for (let i = 0; i < 1e4; i++) p = new Proxy(p, {}); p.x', /calls itself too often/],
  ['const a = []; a[0] = a; a.flat(Infinity)', /calls itself too often/],
  ['eval("(".repeat(1e5))', /calls itself too often/],
  ['eval("[".repeat(3000) + "]".repeat(3000))', /calls itself too often/],
  ['new RegExp("(".repeat(1e5))', /js failed/],
  ['JSON.parse("[".repeat(5e5) + "]".repeat(5e5))', /calls itself too often/],
  ['const f = async n => n ? await f(n - 1) : 0; await f(1e6)', /calls itself too often/],
  ['function* g(n) { yield n; yield* g(n + 1); } for (const x of g(0)); 1', /calls itself too often/],
  ['let a = []; for (let i = 0; i < 2e4; i++) a = [a]; a', /too deep|levels deep/],
  ['const f = () => ({ get a() { return f(); } }); f()', /too deep|levels deep/],
  ['const f = () => ({ toJSON() { return { x: f() }; } }); f()', /too deep|levels deep/],
  ['let a = []; for (let i = 0; i < 2e4; i++) a = [a]; structuredClone(a)', /calls itself too often/],
  ['"x".repeat(5e6)', /more than 2 MiB/],
  ['const a = { b: [] }; a.b.push(a); a', /contains itself/],
  ['let s = "ab"; for (;;) s += s; 1', /string too long|out of memory/],
  ['(2n ** 1000000n) ** 1000n', /too large/],
  ['"x".repeat(2 ** 30)', /too long|out of memory/],
  ['Promise.prototype.constructor = 1; await 1', /not an object/],
  ['new Promise(() => {})', /never settled/],
  ['({ then() {} })', /never settled/],
  ['for (let i = 0; i < 1e4; i++) Promise.reject(i); 1', /nothing awaits was rejected: it threw 0/],
  ['(0, eval)("import(\'node:fs\')")', /could not load module/],
  ['new (Object.getPrototypeOf(async function () {}).constructor)("return import(\'node:fs\')")()', /could not load module/],
  ['(0, eval)("import(\'/etc/passwd\')")', /could not load module/],
  ['throw { get message() { throw this; }, toString() { throw this; } }', /^js failed/],
  ['const e = new Error("x"); Object.defineProperty(e, "stack", { get() { throw e; } }); throw e', /^js failed: x/],
  ['Error.prepareStackTrace = () => "program:1:1"; null.x', /cannot read property/],
  ['Error.stackTraceLimit = 1e9; (function f(n) { if (n) f(n - 1); else null.x; })(100)', /cannot read property/],
  ['throw Object.create(Error.prototype)', /^js failed/],
  ['new URL("http://a/" + "x".repeat(1.1e6))', /URL takes at most 1048576 characters here, and these are 1100009/],
  ['"a".repeat(1e6).localeCompare("b")', /localeCompare takes at most 50000 characters here/],
  ['(1).toLocaleString("en", { minimumFractionDigits: 1e9 })', /out of range/],
  ['(1).toLocaleString("x".repeat(5000))', /toLocaleString takes at most 1000 characters here/],
  ['new URLSearchParams("a&".repeat(1e6)).size', /URLSearchParams takes at most/],
  ['URL.prototype.toString.call({})', /js failed/],
  ['Reflect.get(URL.prototype, "href")', /js failed/],
  ['delete globalThis.undefined; Object.defineProperty(globalThis, "undefined", { value: 1 }); 1', /js failed/],
];

/** Each has this value, as JSON: what it tries comes to nothing. */
export const HARMLESS: readonly (readonly [program: string, json: string])[] = [
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
];
