import { expect, test } from 'vitest';
import { functionProblem, programProblem } from '../../../src/sandbox/js/check.ts';
import { GLOBALS, PROGRAM_GLOBALS } from '../../../src/sandbox/js/program/known-names.ts';
import { answered } from './support/records.ts';
import { errorOf, notesOf, valueOf } from './support/run.ts';

const ONE = [answered(0, { n: 1 })];

test.each([
  // Expressions.
  ['ok.length', 1],
  [' \n ok.length \n', 1],
  ['ok.length;', 1],
  ['ok.length;; // done', 1],
  ['/* a */ ok.length /* b */', 1],
  ['// first\nok.length', 1],
  ['{ a: 1 }', { a: 1 }],
  ['{ a: 1, b: ok.length };', { a: 1, b: 1 }],
  ['({ a: 1 })', { a: 1 }],
  ['{ PROGRAM_GLOBALS: 1 }', { PROGRAM_GLOBALS: 1 }],
  ['{}', {}],
  ['[1, 2,]', [1, 2]],
  ['`${ok.length} \\` ok`', '1 ` ok'],
  ['"\\u0061b"', 'ab'],
  ['1, 2', 2],
  ['!function () { return 3; }()', false],
  ['ok\n  .map(r => r.i)\n  .length', 1],
  ['await 5', 5],
  ['await Promise.all([1, Promise.resolve(2)])', [1, 2]],
  ['/[/]/.test("/")', true],
  ['"//not a comment"', '//not a comment'],
  ['\ufeffok.length', 1],
  ['#!/usr/bin/env node\nok.length', 1],
  ['ok?.[0]?.body?.n ?? 0', 1],
  ['(function () { return 3; })()', 3],
  ['(() => 4)();', 4],
  // Functions of the records.
  ['records => records.length', 1],
  ['(records) => records.length', 1],
  ['(records) => { return records.length; }', 1],
  ['async records => records.length', 1],
  ['async (records) => { await 1; return records.length }', 1],
  ['function (records) { return records.length; }', 1],
  ['function main(records) { return records.length }', 1],
  ['async function main(records) { return records.length }', 1],
  ['(records => records.length)', 1],
  ['([first]) => first.i', 0],
  ['([first, ...rest]) => rest', []],
  ['({ length }) => length', 1],
  ['(...all) => all.length', 1],
  ['() => ok.length', 1],
  ['(records = []) => records.length', 1],
  ['records => ({ n: records.length });', { n: 1 }],
  ['function* (records) { yield records.length; yield 2 }', [1, 2]],
  ['// all\nrecords => records.length // of them', 1],
  // Statements.
  ['const a = 1; a + 1', 2],
  ['const a = 1\nconst b = 2\na + b', 3],
  ['const a = 1\r\nconst b = 2\r\na + b\r\n', 3],
  ['let total = 1\ntotal\n+ 5', 6],
  ['const x = 1\n;[1, 2].map(y => y + x)', [2, 3]],
  ['return 5', 5],
  ['return ok.length;', 1],
  ['const a = ok.length;\nreturn { a };', { a: 1 }],
  ['if (!ok.length) return []; ok.map(r => r.i)', [0]],
  ['if (ok.length) { "some" } else { "none" }', 'some'],
  ['if (ok.length > 5) "many"; else if (ok.length) "few"; else "none"', 'few'],
  ['try { null.x; 1 } catch { "caught" }', 'caught'],
  ['try { 7 } finally { 8 }', 7],
  ['{ const x = 1; x }', 1],
  ['let n = 0; for (const r of ok) n++; n', 1],
  ['function f() { return ok.length }\nf()', 1],
  ['f()\nfunction f() { return 7; }', 7],
  ['function f() { return 1 }\n(ok.length)', 1],
  ['class A { static x = 1 }; A.x', 1],
  ['const xs = []; for await (const x of [1, Promise.resolve(2)]) xs.push(x); xs', [1, 2]],
  ['const { n } = ok[0].body; const later = async () => n; await later()', 1],
  ['"use strict"; 1', 1],
  ['undeclared = 1; undeclared + 1', 2],
  ['var ok2 = ok; ok2.length', 1],
  ['const records2 = records; let x = 1, y = 2; x + y;', 3],
  ['a: for (const x of [1]) { break a } 5', 5],
  ['var \\u{61} = 1; a', 1],
  ['const ok = by; Object.keys(ok)', []],
  ['let s = "";\nfor (let i = 0; i < 3; i++) { s += i }\n\ns;\n\n// end', '012'],
  ['const f = (a, b = a, ...c) => [a, b, c]; f(1)', [1, 1, []]],
  ['label: { break label; } 5;', 5],
  ['do { ok.length } while (false); 9', 9],
  [';;; 4', 4],
  ['({ ..."ab", ...null, ...[7], ...{ x: 1 } })', { 0: 7, 1: 'b', x: 1 }],
  ['const Object = 1; ({ ...{ a: Object } })', { a: 1 }],
  ['const a = { b: { ..."x" } }\nreturn { ...await a, ...(a, { c: 1 }) }', { b: { 0: 'x' }, c: 1 }],
  ['const o = { if: 1, class: 2, get x() { return 3; }, async *y() {}, ["z" + 1]: 4 }; [o.if, o.class, o.x, o.z1]', [1, 2, 3, 4]],
])('%j is a program', async (program, value) => {
  expect(await valueOf(program, ONE)).toEqual(value);
});

test.each([
  ['', 'it is empty'],
  ['  // nothing\n/* at all */ ;', 'it is empty'],
  ['const x = ;', 'line 1 (const x = ;): unexpected ";"'],
  ['const a = 1;\nconst b = ok.map(r => r.i;\nb', 'line 2 (const b = ok.map(r => r.i;): unexpected ";"'],
  ['ok.map(r => {\n  r.body.name\n', 'line 2 (r.body.name): it ends too early: nothing closes the { of line 1'],
  ['ok.map(r => r.body.name', 'it ends too early: nothing closes the ( of line 1'],
  ['```js\nok.length\n```', 'leave out the code fence (```)'],
  ['import fs from "node:fs"; 1', 'leave out import and export'],
  ['export default records => 1', 'leave out import and export'],
  ['import("node:fs")', 'there are no modules here'],
  ['const a = 1; (await import("x")).y', 'there are no modules here'],
  ['require("fs").readFileSync("/etc/passwd")', 'require is not defined; there are no modules here'],
  ['fetch("https://x.org")', 'fetch is not defined; there is no network here'],
  ['process.env.HOME', 'there is no process, file or environment here'],
  ['setTimeout(() => 1, 5)', 'there are no timers here'],
  ['Buffer.from("x")', 'there are atob and btoa'],
  ['new DOMParser()', 'there is no DOM here: take what is needed of a page by extract'],
  ['new Intl.NumberFormat()', 'toLocaleString and localeCompare know languages'],
  ['recods.length', 'did you mean records?'],
  ['okk.length', 'did you mean ok?'],
  ['data.items', 'the records are in `records`'],
  ['ok.map(r => resp.body)', 'resp is not defined; the records are in'],
  ['ok.filter(r => r.body.x =&gt; 1)', 'it has HTML entities'],
  ['ok.filter(r => r.body.state == “open”)', 'it has curly quotes'],
  ['const s = "a\nb"; s', 'unterminated string constant; a string ends in its line: write the line break as \\\\n in JSON'],
  ['const a = 1;\\nreturn a', 'it has \\n or \\" outside of a string'],
  ['ok.map(r => await r.body)', 'await stands at the top or in an async function'],
  ['items[*].name', 'this is JMESPath'],
  ['items[?state==`open`].name', 'this is JMESPath'],
  ['const x: number = 1; x', 'this is TypeScript'],
  ['def f(x):\n  return x', 'this is Python'],
  ['(acc, r) => acc + r', 'it has 2 parameters, and it gets all records at once'],
  ['function (a, b, c) { return 1; }', 'it has 3 parameters'],
  ['({ body }) => body.x', 'it takes one record apart, and it gets all records at once'],
  ['const n = ok.length', 'it ends in a declaration, which has no value: add n as the last line'],
  ['let n = 0; for (const r of ok) n++', 'it ends in a loop, which has no value'],
  ['while (false) {}', 'it ends in a loop'],
  ['switch (1) { case 1: "x" }', 'it ends in a switch'],
  ['class A {} ; class B {}', 'it ends in a class'],
  ['console.log(ok.length)', 'whose lines go to the notes'],
  ['const a = 1; console.table(a)', 'whose lines go to the notes'],
  [
    'function a() { return 1; }\nfunction b() { return 2; }',
    'line 2 (function b() { return 2; }): it ends in a function, which is not called',
  ],
  ['const ok = ok.filter(r => r.body); ok', 'ok is read before it has a value: give the new one another name'],
  ['a b', 'unexpected "b"'],
])('%j is none', async (program, words) => {
  expect(await programProblem(program)).toContain(words);
  expect(await errorOf(program, ONE)).toContain(words);
});

test('long and deep programs are refused in short words', async () => {
  expect(await programProblem(' '.repeat(10_001))).toBe('it has 10001 characters; at most 10000 are taken');
  const long = await programProblem(`const text = "${'x'.repeat(200)}"; const y = ; ${'y'.repeat(200)}`);
  expect(long).toMatch(/^line 1 \(…x+"; const y = ; y+…\): unexpected ";"$/);
  for (const deep of [
    '('.repeat(9_000),
    `${'['.repeat(4_000)}${']'.repeat(4_000)}`,
    `${'(x => '.repeat(1_400)}1${')'.repeat(1_400)}`,
  ]) {
    const problem = (await programProblem(deep)) ?? (await errorOf(deep, ONE));
    expect(problem).toMatch(/too early|too deeply/);
    expect(problem.length).toBeLessThan(300);
  }
  expect(await valueOf(`${'1+'.repeat(800)}1`)).toBe(801);
  expect(await programProblem(`const a = { b: 1 }; ${'a.b+'.repeat(2_400)}1`)).toBeUndefined();
});

test('names that only look undefined are let through', async () => {
  const programs = [
    'typeof fetch === "undefined" ? 1 : fetch',
    'globalThis.made = 1; made',
    'eval("var made = 1"); made',
    'this.made = 1; made',
    'with ({ made: 1 }) { made + 0 }; 1',
    'const { a: { b = 1 } = {} } = {}; b',
    'const [x, ...[y]] = [2, 1]; y',
    'try { throw 1 } catch (caught) { caught }',
    'for (const key in { 1: 1 }) { var last = +key } last',
    'const { length: n, ...others } = "x"; n',
    'class A { #p = 1; static m() { return new A().#p } } A.m()',
    'outer: for (;;) { break outer } 1',
    '(function fact(n) { return n ? n * fact(n - 1) : 1 })(1)',
    'new (class Named { x = Named.name.length })().x - 4',
    '(({ a }) => a)({ a: 1 })',
    '((a, b = a) => b)(1)',
    '[1].map(function () { return arguments[0] })[0]',
    'set = 1; set',
  ];
  for (const program of programs) expect(await valueOf(program, ONE), program).toBe(1);
});

test('the names that are known are those that there are', async () => {
  const there = (await valueOf('Object.getOwnPropertyNames(globalThis)')) as string[];
  expect([...GLOBALS, ...PROGRAM_GLOBALS].toSorted()).toEqual(
    [...there, 'globalThis'].filter((each, at, all) => all.indexOf(each) === at).toSorted(),
  );
});

test('= where === is meant is refused', async () => {
  expect(await programProblem('ok.filter(r => r.status = 200).length')).toBe(
    'line 1 (ok.filter(r => r.status = 200).length): = assigns: === compares; in parentheses of its own it may assign',
  );
  const slips = [
    'const id = 5; ok.find(r => r.vars.id = id)',
    'if (ok.length = 2) 1; else 2',
    'r => r.every(({ body }) => body.a.b = r)',
  ];
  for (const program of slips) expect(await programProblem(program), program).toMatch(/= assigns/);
  const meant = [
    'const seen = {}; ok.filter(r => !seen[r.status] && (seen[r.status] = true)).length',
    'let m; const all = []; const re = /a/g; while (m = re.exec("aa")) all.push(m.index); all.length',
    'let hit; ok.some(r => hit = r.body); hit',
    'ok.map(r => r.seen = true)',
    'ok.filter(r => (r.seen = true)).length',
    'ok.filter(r => r.sum = r.body.a + r.body.b).length',
    'ok.filter(r => r.n = Number(r.vars.n)).length',
    '(records.length = 0) ? 1 : 2',
    'ok.filter((r, i, all = 5) => r.ok)',
  ];
  for (const program of meant) expect(await programProblem(program), program).toBeUndefined();
});

test('a condition that does not wait, or asks for places in a list, is refused', async () => {
  expect(await programProblem('ok.filter(async r => r.body.a > 1).length')).toBe(
    'line 1 (ok.filter(async r => r.body.a > 1).length): filter does not wait: what async gives is true for each',
  );
  expect(await programProblem('ok.filter(r => r.body.id in [1, 2]).length')).toBe(
    'line 1 (ok.filter(r => r.body.id in [1, 2]).length): in looks for the places of a list, 0 and on: [1, 2].includes(r.body.id)',
  );
  for (const program of ['await Promise.all(ok.find(async function (r) { return r }))', '!("a" in ["a"])']) {
    expect(await programProblem(program), program).toMatch(/does not wait|looks for the places/);
  }
  const late = 'let n = 0; ok.forEach(async r => { n += await r.body.n }); n';
  expect(await programProblem(late)).toBe(
    `line 1 (${late}): forEach does not wait for what is awaited in it: for (const ... of ...) does`,
  );
  const counted = 'const all = []; ok.forEach(async r => { const n = await r.body.n; all.push(n) });';
  for (const program of [`${counted} all.length`, `${counted} [...all]`, `${counted} Math.max(...all)`])
    expect(await programProblem(program), program).toMatch(/forEach does not wait/);
  const meant = [
    `${counted} all`,
    `${counted} return { all, n: ok.length }`,
    `${counted} await null; all.length`,
    'const of = {}; const fill = () => ok.forEach(async r => { of[r.i] = await r.body }); fill(); of',
    'let n = 0; ok.forEach(async r => { n += r.body.n }); n',
    '(await Promise.all(ok.map(async r => r.ok))).filter(x => x).length',
    'const seen = {}; ok.filter(r => r.status in seen).length',
    'for (const at in [1, 2]) at; 1',
    'const list = [1]; 0 in list',
    'ok.filter(r => (async () => r)()).length',
  ];
  for (const program of meant) expect(await programProblem(program), program).toBeUndefined();
});

test('a function whose value nobody gets is refused', async () => {
  expect(await programProblem('ok.map(r => { total: r.body.total })')).toBe(
    'line 1 (ok.map(r => { total: r.body.total })): this function gives nothing, whose { } are no object: in parentheses they are: ({ total: r.body.total })',
  );
  expect(await programProblem('ok.filter(r => { const n = r.body.n; n > 1 }).length')).toBe(
    'line 1 (ok.filter(r => { const n = r.body.n; n > 1 }).length): this function gives nothing: return n > 1',
  );
  const slips = [
    'ok.map(function (r) { r.i })',
    'Array.from(ok, r => { `${r.i}` })',
    'ok.reduce((sum, r) => { sum + r.body.n }, 0)',
    'ok.reduce((sum, r) => { sum += r.body.n; sum }, 0)',
    'let n = 0; ok.map(r => { n += r.i; n })',
    'ok.toSorted((a, b) => { a.i - b.i })',
    'ok.some(r => { r.body.tags?.includes("a") })',
    'ok.every(r => { r.body.a ? true : false })',
    'records => { records.length }',
  ];
  for (const program of slips) expect(await programProblem(program), program).toMatch(/this function gives nothing: return/);
  expect(await functionProblem('body => { body.items }')).toMatch(/this function gives nothing: return body\.items/);
  const meant = [
    'const all = []; ok.map(r => { all.push(r.i) }); all',
    'const all = []; ok.forEach(r => { r.i; }); all',
    'const all = []; ok.map(r => { r.ok && all.push(r.i) }); all',
    'const all = {}; ok.map(r => { all[r.i] = 1 }); all',
    'let n = 0; ok.map(r => { n += r.i; n }); n',
    'ok.filter(r => { if (r.i) return true; r.i }).length',
    'ok.some(r => { rows: for (const x of r.body) break rows })',
    'try { ok.map(r => { if (!r.i) throw new Error("no"); r.i }) } catch { 1 }',
    'await Promise.all(ok.map(async r => { await r.body })); 1',
    'ok.map(r => {}).length',
  ];
  for (const program of meant) expect(await programProblem(program), program).toBeUndefined();
});

test('a comparison of outcome with "ok" is noted, since it is never true', async () => {
  expect(await notesOf('records.map(r => r.outcome !== "ok")', ONE)).toEqual([
    'line 1 (records.map(r => r.outcome !== "ok")): the outcome of a record that succeeded is null, never "ok": write r.ok',
  ]);
  expect(await notesOf('records.map(r => "success" == r.outcome)', ONE)).toHaveLength(1);
  expect(await notesOf('records.map(r => r.outcome === "timeout")', ONE)).toEqual([]);
});

test.each(['for (;;); 1', 'throw new Error("x")', 'ok[5].body.n', 'records => { for (;;); }'])(
  '%s has no problem: what is checked is not run',
  async (program) => {
    expect(await programProblem(program)).toBeUndefined();
  },
);
