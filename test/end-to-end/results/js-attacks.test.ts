import { afterAll, beforeAll, expect, test } from 'vitest';
import { json, pause, startApi, type Api } from '../../support/api.ts';
import { FAILING, HARMLESS, HUNGRY } from '../../sandbox/js/support/attacks.ts';
import { ENDLESS } from '../../sandbox/js/support/endless.ts';
import { standStill } from '../../support/children.ts';
import { cases } from '../../support/random.ts';
import { resultOf, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
let api: Api;

beforeAll(async () => {
  api = await startApi((_, response, { pathname }) => {
    if (pathname === '/ok') json(response, { items: [1, 2] });
    else json(response, { message: 'gone' }, 404);
  });
});
afterAll(() => api.close());

/**
 * Those that take seconds each and are tried in every run, by the way in which they end; a soak tries all. The end of what
 * can be interrupted is seen in `js-limits.test.ts`.
 */
const ALWAYS = new Set([
  // By one large piece, by copies that the host makes, by one number, and where the error is caught.
  'new SharedArrayBuffer(1e9)',
  'const a = [new Uint8Array(1e7)]; for (;;) a.push(structuredClone(a[0])); 1',
  'try { new Uint8Array(1e9) } catch { for (;;) { try { new Uint8Array(1e9) } catch {} } } 1',
  'const b = []; for (let n = 1n; ; n <<= 100000n) b.push(n, n + 1n); 1',
  // By the end of its process.
  '"ab".repeat(1e7).indexOf("ba".repeat(1e5) + "c")',
]);

function some(all: readonly string[]): string[] {
  return all.filter((js) => cases(1) > 1 || ALWAYS.has(js));
}

/** What a program comes to: `value` and its JSON, or its error, or why it was refused. */
async function endOf(js: string): Promise<string> {
  const answer = await server.call({ base_url: api.url, requests: ['/ok', '/gone'], js });
  if (!answer.value) return answer.text;
  const { value, error } = resultOf(answer);
  return error ?? `value ${JSON.stringify(value)}`;
}

/** Runs attacks one after another on two lanes, with a call after each that must find everything as it should be. */
async function attack<T>(all: readonly T[], run: (each: T) => Promise<unknown>): Promise<void> {
  const waiting = [...all];
  const over = new AbortController();
  let slowest = 0;
  const pinging = (async () => {
    while (!over.signal.aborted) {
      const asked = performance.now();
      await server.connected.client.ping();
      slowest = Math.max(slowest, performance.now() - asked);
      await pause(50);
    }
  })();
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await run(next);
      expect(await endOf('[ok[0].body.items.map(x => x + 1), Object.keys(Object.prototype), typeof leaked]'), String(next)).toBe(
        'value [[2,3],[],"undefined"]',
      );
    }
  };
  try {
    expect(all.length).toBeGreaterThan(0);
    await Promise.all([lane(), lane()]);
  } finally {
    over.abort();
    await pinging;
  }
  // None has held up the process itself, which would have been for seconds.
  expect(slowest).toBeLessThan(1_500);
}

test('programs that want all memory do not get it', async () => {
  const ended =
    /it ran out of memory \(256 MiB\)|string too long|BigInt is too large to allocate|ran longer than 2 s|more memory/;
  await attack(some(HUNGRY), async (js) => expect(await endOf(js), js).toMatch(ended));
}, 300_000);

test('programs that break rules end with an error', async () => {
  const tried = FAILING.filter((_, at) => cases(1) > 1 || at % 4 === 1);
  await attack(tried, async ([js, words]) => {
    const end = await endOf(js);
    // What can be seen before it is run is refused; what takes long may be ended from outside.
    const isKnown = end.startsWith('js failed') ? words.test(end) : /^js ran longer|^Nothing was sent/.test(end);
    expect(isKnown, `${js}: ${end}`).toBe(true);
  });
}, 300_000);

test('programs that reach for what they should not have find nothing', async () => {
  await attack(HARMLESS, async ([js, value]) =>
    expect(JSON.stringify(await endOf(js)), js).toBe(JSON.stringify(`value ${unpaired(value)}`)),
  );
}, 300_000);

/** As the client sees it, after parsing and writing again. */
function unpaired(value: string): string {
  return JSON.stringify(JSON.parse(value));
}

/** In one step of the engine, in which nothing can interrupt it, or by a helper of the host. */
const LONG_STEPS = [
  'new Uint8Array(2e8).sort().length',
  '"a".repeat(2e7).replaceAll("a", "bb").length',
  '"é".repeat(2e7).normalize("NFD").length',
  'JSON.parse("[" + "1,".repeat(2e7) + "1]").length',
  'new Array(1e8).join("x").length',
  'parseFloat("1".repeat(1e8))',
  '"ab".repeat(1e7).indexOf("ba".repeat(1e5) + "c")',
  'tableRows("|a|b|\\n|-|-|\\n" + "|".repeat(1e6)).length',
  'structuredClone(Array.from({ length: 3e6 }, (_, i) => ({ i }))).length',
  'for (const x of "a".repeat(1e6)) new Date().toLocaleString("de", { timeZone: "Europe/Berlin" }); 1',
  'records.length = 2 ** 32 - 1; records.map(r => 1).length',
  '"x".repeat(3e5).match(/(x*)*y/)',
  'const w = new WeakMap(); let k = {}; for (;;) { const n = {}; w.set(n, k); k = n; } 1',
] as const;

test('programs without an end are ended, from outside where nothing can interrupt them', async () => {
  const hasEnded = /^value (?:-?\d+|"Infinity")$|^js (?:failed|ran longer|took more)/;
  // What collects without an end may be out of memory before it is out of time.
  const collects = /FinalizationRegistry|yield|Array\.from|append|console\.log/;
  const expected = (js: string): RegExp => {
    if (!ENDLESS.includes(js)) return hasEnded;
    return collects.test(js) ? /ran longer than 2 s|ran out of memory/ : /ran longer than 2 s/;
  };
  const tried = some([...ENDLESS, ...LONG_STEPS]);
  // It is ended after 4 s; of several others would have to wait.
  const still = tried.length === 1 ? standStill(server.connected.pid, 500, 3_500) : undefined;
  await attack(tried, async (js) => expect(await endOf(js), js).toMatch(expected(js)));
  await still;
}, 600_000);

test.each([
  // Nothing stays for others: neither in globals, nor in prototypes, nor in registries.
  ['globalThis.leaked = 1; Object.prototype.leaked = 2; Array.prototype.map = null; Symbol.for("x").description', '"x"'],
  ['[typeof leaked, typeof [].map, Object.keys({}).length]', '["undefined","function",0]'],
  // Output that looks like the protocol, or like controls.
  ['console.log("\\n{\\"jsonrpc\\":\\"2.0\\",\\"id\\":1,\\"result\\":{}}\\n"); 1', '1'],
  ['"\\ud800|\\u0000|\\u2028|\\u001b[31m|\\ufeff"', JSON.stringify('\ufffd|\u0000|\u2028|\u001b[31m|\ufeff')],
  [
    '({ "__proto__": 1, constructor: 2, toString: 3, results: [], summary: {}, error: "x" })',
    '{"constructor":2,"toString":3,"results":[],"summary":{},"error":"x"}',
  ],
  [
    '[["__proto__", 1]].reduce((o, [k, v]) => (Object.defineProperty(o, k, { value: v, enumerable: true }), o), {})',
    '{"__proto__":1}',
  ],
  ['[1e400, -0, 5e-324, 2 ** 53 + 2, 1e21]', '["Infinity",0,5e-324,9007199254740994,1e+21]'],
  ['({ toString: null, valueOf: null, [Symbol.toPrimitive]: null, a: 1 })', '{"toString":null,"valueOf":null,"a":1}'],
  ['Object.defineProperty(records[0], "body", { get() { return records; } }); records[0].body[0].body.length', '2'],
  ['typeof Atomics === "object" ? "there" : "none"', '"none"'],
  [
    '[typeof gc, typeof print, typeof load, typeof std, typeof os, typeof scriptArgs, typeof __loadScript].join()',
    JSON.stringify(Array.from({ length: 7 }, () => 'undefined').join()),
  ],
  ['await Promise.any([new Promise(() => {}), Promise.resolve(3)])', '3'],
  ['Reflect.ownKeys(records[0]).length', '14'],
])('an attack of another kind comes to nothing: %s', async (js, expected) => {
  const end = await endOf(js);
  expect(JSON.stringify(end)).toBe(JSON.stringify(`value ${unpaired(expected)}`));
});

test.each([
  ['('.repeat(4_900) + ')'.repeat(4_900), /nested too deeply|unexpected/],
  [`1${'+1'.repeat(4_990)}`, /^value 4991$|nested too deeply/],
  ['['.repeat(4_900) + ']'.repeat(4_900), /nested too deeply|levels deep/],
  [`${'!'.repeat(9_990)}1`, /^value|nested too deeply|calls itself too often/],
  [`${'async () => '.repeat(800)}1`, /its value is a function|nested too deeply|never settled/],
  [`/${'(a|'.repeat(2_000)}${')'.repeat(2_000)}/.test("b")`, /^value|regular|too deep|too many|stack|captures/i],
  [`\`${'${`'.repeat(1_900)}${'`}'.repeat(1_900)}\``, /^value|nested too deeply|could not be compiled/],
  ['<!-- x\nok.length', /unexpected|^value/],
  ['"use strict"; with (ok) length', /'with' in strict mode|strict/i],
  ['yield 1', /yield|unexpected/i],
  ['}); (function () { for (;;); })(); ({', /unexpected/],
  ['1; }) && (() => { globalThis.leaked = 1', /unexpected/],
  ['return 1 } function x() {', /unexpected/],
  ['*/ 1 /*', /unexpected/],
  ['1 // ok\n/* open', /comment/],
  ['import("node:child_process").then(m => m.execSync("id"))', /there are no modules here/],
  ['throw new Error("x".repeat(1e7))', /^js failed at line 1 .{0,100}: x{200,300}…$/],
  ['throw Object.assign(new Error("a"), { message: { toString() { throw 1 } } })', /^js failed/],
  ['records.toJSON = () => { throw new Error("no") }; records', /^js failed.*no/],
])('a text that is hardly a program is refused or ended: %.80s', async (js, words) => {
  expect(await endOf(js)).toMatch(words);
});

/** Soon over: a function without an end would take 2 s, and does so in `functions.test.ts`. */
const HOARDS = 'b => { const a = []; for (;;) a.push(new Float64Array(1e6)); }';

test('functions are bounded as programs are, wherever they stand', async () => {
  const requests = [
    { url: '/ok', select: HOARDS },
    { url: '/ok', select: 'b => "x".repeat(5e6)' },
    { url: '/ok', paginate: { next: HOARDS } },
    { url: '/{n}', vars: { n: { from: 'b', select: 'b => Array.from({ length: 5e4 }, (_, i) => i)' } } },
    { id: 'b', url: '/ok', select: 'b => b.items' },
    { url: '/ok', select: 'b => { globalThis.leaked = 1; return leaked }' },
    { url: '/ok', select: 'b => typeof leaked' },
  ];
  const { results, notes = [] } = await server.run({ base_url: api.url, requests, deadline_ms: 60_000, max_tokens: 20_000 });
  const by = (i: number): unknown => results.find((each) => each.i === i)?.error;
  expect(by(0)).toMatch(/ran out of memory|ran longer/);
  expect(by(2)).toMatch(/ran out of memory|ran longer/);
  expect(by(1)).toMatch(/more than 2 MiB/);
  expect(results.at(-1)?.body).toBe('undefined');
  expect([...notes, ...results.map(({ error }) => error)].join()).toMatch(/--max-requests|more than 1000|at most/);
  expect(await endOf('ok.length')).toBe('value 1');
}, 120_000);
