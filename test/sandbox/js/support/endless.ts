/** Programs of which none ends by itself, by where they are when their time is over; of each place the first stands for all. */
const BY_PLACE: readonly (readonly [first: string, ...others: string[]])[] = [
  // In its own code: a loop, one that catches its end, one that never leaves `finally`, one that is compiled meanwhile.
  ['for (;;); 1', 'for (const x of { [Symbol.iterator]: () => ({ next: () => ({}) }) }); 1'],
  ['while (true) { try { for (;;); } catch {} } 1', 'try { for (;;); } finally { for (;;); } 1'],
  ['for (;;) { try { throw 1 } catch (e) { continue } finally { continue } } 1'],
  [
    'eval("for (;;);")',
    'new Function("for (;;);")()',
    'Object.defineProperty(globalThis, "x", { get() { for (;;); } }); globalThis.x',
  ],
  // In a function that the engine calls: to compare, to replace, for a primitive, for a type.
  [
    '[2, 1].sort(() => { for (;;); })',
    '"x".replace(/x/, () => { for (;;); })',
    '+{ valueOf() { for (;;); } }',
    '`${{ toString() { for (;;); } }}`',
    '+{ [Symbol.toPrimitive]() { for (;;); } }',
    'class A { static [Symbol.hasInstance]() { for (;;); } } 1 instanceof A',
  ],
  // In the engine's own code: what it collects, iterates, searches and matches.
  ['Array.from({ length: 1e9 }, () => 1)'],
  ['[...{ *[Symbol.iterator]() { for (;;) yield 1; } }].length && 0 || new Set((function* () { for (;;); })())'],
  ['Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)'],
  ['/^(a+)+$/.test("a".repeat(40) + "b")', '/(x+x+)+y/.test("x".repeat(100))', '"a".repeat(3000).match(/a*a*a*a*b/)'],
  // While its value is written.
  ['({ get a() { for (;;); } })', '(function* () { for (;;); })()'],
  ['({ toJSON() { for (;;); } })', 'const f = () => ({ toJSON: () => { for (;;); } }); [f()]'],
  [
    'new Proxy({}, { ownKeys() { for (;;); } })',
    'new Proxy([1], { get() { for (;;); } })',
    'new Proxy({}, { getPrototypeOf() { for (;;); } })',
  ],
  // In promises: when one is begun, awaited, followed, and without an end of them.
  [
    '(async () => { for (;;); })()',
    'const f = async () => { for (;;); }; const g = () => f().catch(g); g(); 1',
    'Promise.prototype.then = () => { for (;;); }; await 1; 5',
    'Object.defineProperty(Promise, Symbol.species, { get() { for (;;); } }); await Promise.resolve(1).finally(() => { for (;;); })',
  ],
  ['new Proxy({}, { get(t, k) { if (k === "then") for (;;); } })', 'const t = { then(r) { r(t); } }; t'],
  ['for (;;) await 0; 1', 'const f = () => Promise.resolve().then(f); f()'],
  // While its error is told, awaited or not.
  [
    'throw new Proxy(new Error("x"), { get() { for (;;); } })',
    'throw { toJSON() { for (;;); } }',
    'const e = new Error("x"); Object.defineProperty(e, "message", { get() { for (;;); } }); throw e',
  ],
  ['Promise.reject({ get message() { for (;;); }, toJSON() { for (;;); } }); 1'],
  // In functions of ours, or between many calls of them.
  [
    'structuredClone({ get a() { for (;;); } })',
    'new URL({ toString() { for (;;); } })',
    'console.log({ toJSON() { for (;;); } }); 1',
  ],
  ['for (;;) structuredClone([1]); 1', 'const p = new URLSearchParams(); for (;;) p.append("a", "b"); 1'],
  ['for (;;) console.log("x".repeat(1000)); 1'],
  ['const r = new FinalizationRegistry(() => { for (;;); }); for (;;) r.register({}, 1); 1'],
  ['const d = Date.now(); while (Date.now() - d < 1e6); 1'],
  ['for (;;) new URL("https://x.org"); 1'],
  ['for (;;) (1).toLocaleString(); 1', 'for (;;) "a".localeCompare("b"); 1'],
  ['for (;;) tableRows("| a |\\n| - |\\n| 1 |"); 1'],
  ['for (;;) records[0].body; 1'],
];

export const ENDLESS: readonly string[] = BY_PLACE.flat();

/** One for each place. */
export const ENDLESS_BY_PLACE: readonly string[] = BY_PLACE.map(([first]) => first);
