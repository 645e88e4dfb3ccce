import { expect, test } from 'vitest';
import { MissingBody } from '../../../src/sandbox/js/records.ts';
import { runProgram } from '../../../src/sandbox/js/run-program.ts';
import { answered } from './support/records.ts';
import { errorOf, notesOf, valueOf } from './support/run.ts';

const RECORDS = [
  answered(
    0,
    [
      { id: '1', name: 'Ann', state: 1, gone: null },
      { id: '2', name: 'Bob', state: 2, gone: 'true' },
    ],
    { id: 'users' },
  ),
  answered(1, { uid: 1, odd: 5, text: 'has "uid": "7" in it', open: true }, { id: 'posts', vars: { n: 1 } }),
  answered(2, { uid: 2, odd: '5', text: 'none', open: false }, { id: 'posts', vars: { n: 2 } }),
];

test('a comparison of text with numbers is noted, since it never holds', async () => {
  const join = 'by.users[0].body.map(u => ({ id: u.id, posts: by.posts.filter(p => p.body.uid === u.id).length }))';
  expect(await notesOf(join, RECORDS)).toEqual([
    expect.stringMatching(
      /^line 1 \(.*\): uid is a number, such as 1 and id is text, such as "1", so that === never holds: String\(p\.body\.uid\) === String\(u\.id\)$/,
    ),
  ]);
  expect(await notesOf('[1, records[0].body.filter(u => u.id === 1).length]', RECORDS)).toEqual([
    'line 1 ([1, records[0].body.filter(u => u.id === 1).length]): id is text, such as "1", so that === never holds',
  ]);
});

test.each([
  ['[1, by.users[0].body.filter(u => u?.id !== 2).length]', /id is text, such as "1", so that !== always holds$/],
  [
    '[1, by.users[0].body.filter(u => by.posts.some(({ vars }) => vars.n === u.id)).length]',
    /: String\(vars\.n\) === String\(u\.id\)$/,
  ],
  ['[1, by.users[0].body.filter(u => "new" === u["state"]).length]', /state is a number, such as 1, so/],
  ['[1, by.posts.filter(p => p.body.open === "true").length]', /open is true or false, such as true, so/],
  ['[1, by.posts.length, by.users[0].body.filter(u => u.gone === true)]', /gone is text, such as "true", so/],
  ['[1, records[0].body.length, records.filter(r => r.status === "200").length]', /status is a number, such as 200, so/],
])('%s', async (program, words) => {
  expect(await notesOf(program, RECORDS)).toEqual([expect.stringMatching(words)]);
});

test('an id of bodies is told from the label of a record', async () => {
  const records = [answered(0, [{ id: 1 }], { id: 'list' }), answered(1, { n: 1 }, { id: 'one', vars: { key: '1' } })];
  expect(await notesOf('records[0].body.map(x => by.one.filter(r => r.vars.key === x.id).length + 1)', records)).toHaveLength(1);
  expect(await notesOf('[1, records[0].body.filter(x => x.id === "1").length]', records)).toHaveLength(1);
  expect(await notesOf('records[0].body.map(x => records.filter(r => r.id === "one").length + x.id)', records)).toEqual([]);
});

test.each([
  'by.posts.filter(p => p.body.uid === 7 || p.body.uid == "7").length + 1',
  'by.posts.filter(p => p.body.odd === "5").length + 1',
  'by.posts.filter(p => p.body.missing === "5").length + 1',
  'by.posts.map(p => ({ ...p.body, uid: String(p.body.uid) })).filter(p => p.uid === "1").length',
  'by.users[0].body.filter(u => String(u.id) === "1" && u.id !== null && u.id !== undefined).length',
  'by.users[0].body.filter(u => u.id === by.posts[0].vars.x).length + 1',
  'by.users[0].body.filter(u => u.name.length === 3).length',
])('%s may hold', async (program) => {
  expect(await notesOf(program, RECORDS)).toEqual([]);
});

test.each([
  // What the language or the program itself has under a key that bodies have, too.
  'new Set(records[0].body).size === 2',
  'records[0].body.some(x => new Set([x]).union(new Set()).size === 1)',
  'records[0].body.map(x => new URL(`http://a:${x.port}`).port === "8080")',
  'records[0].body.map(x => x.state.length === 3)',
  'records[0].body.map(x => /(?<port>[0-9]+)/.exec(x.port).groups.port === "443")',
  'const n = {}; for (const x of records[0].body) n[x.state] = (n[x.state] ?? 0) + 1; n.open === 1',
  'records[0].body.reduce((n, x) => { n[x.state] = 1; return n }, {}).open === 1',
  'Object.fromEntries(records[0].body.map(x => [x.state, 1])).open === 1',
  'records[0].body.map(x => Object.fromEntries(Object.entries(x).map(([k, v]) => [k, String(v)]))).some(x => x.port === "80")',
  'for (const x of records[0].body) for (const k of ["port"]) x[k] = String(x[k]); records[0].body.some(x => x.port === "80")',
  'records[0].body.length && tableRows("| port |\\n|---|\\n| 80 |").filter(row => row.port === "80")',
  // What is done in case.
  'records[0].body.filter(x => x.port !== "" && x.port > 80)',
  'records[0].body.filter(x => x.port === 80 || x.port === "80")',
  'records[0].body.filter(x => typeof x.port === "string" ? x.port === "80" : x.port > 80)',
  // Variables, whatever is under the same key in bodies.
  'records.filter(r => r.vars.id === 1)',
  'records.filter(({ vars }) => vars.id === 1)',
])('of %s bodies do not tell', async (program) => {
  const body = [
    { id: 'u1', size: 'M', port: 8080, state: 'new', open: 'yes', length: '5' },
    { id: 'u2', size: 'L', port: 443, state: 'old', open: 'no', length: '6' },
  ];
  const { notes } = await runProgram(program, [answered(0, body, { vars: { id: 1 } })]);
  expect(notes.filter((note) => note.includes('holds'))).toEqual([]);
});

test('what bodies have is told from variables of the same name', async () => {
  const records = [answered(0, [{ id: 1 }], { vars: { id: '1' } }), answered(1, [{ id: 2 }], { vars: { id: '2' } })];
  expect(await notesOf('ok.flatMap(r => r.body.map(x => x.id === r.vars.id ? 1 : 0))', records)).toEqual([
    expect.stringMatching(/: id is a number, such as 1 and id is text, such as "1", so that === never holds: /),
  ]);
  expect(await notesOf('ok.map(r => r.vars).map(v => v.id === "1" ? r => r.id : 0).concat(ok[0].body).length', records)).toEqual(
    [],
  );
});

test('a comparison holds where one value anywhere is of the other kind', async () => {
  const rows = [{ pad: 'x'.repeat(70_000) }, { n: '1', m: 1 }];
  const program = '[1, records[0].body.filter(x => x.n === 1).length, records[0].body.filter(x => x.m === "1").length]';
  expect(await notesOf(program, [answered(0, [{ n: '2', m: 2 }, ...rows, { n: 1 }])])).toEqual([
    expect.stringMatching(/: m is a number, such as 2, so that === never holds$/),
  ]);
});

test('a body is looked into as far as its values are whole, wherever that ends', async () => {
  const before = 65_536 - '[{"pad":"","n":1.'.length;
  const program = '[1, records[0].body.filter(x => x.n === "1.5").length]';
  for (const more of [-3, -2, -1, 0, 1, 2, 3]) {
    const body = [{ pad: 'x'.repeat(before + more), n: 1.5e30, s: 'a"\\b' }];
    expect(await valueOf(program, [answered(0, body)])).toEqual([1, 0]);
  }
});

function notKept(): Buffer {
  throw new MissingBody('the body of record 0 is not kept any more');
}

test('a body that is not kept is an error of the program', async () => {
  const records = [{ ...answered(0, []), body: notKept }];
  expect(
    await errorOf('let n = 0; try { for (const x of ok[0].body) n += x.n } catch {} n === "0" || ok[0].body.id === 1', records),
  ).toMatch(/is not kept any more/);
});
