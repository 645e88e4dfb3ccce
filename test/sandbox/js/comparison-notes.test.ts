import { expect, test } from 'vitest';
import { answered } from './support/records.ts';
import { notesOf } from './support/run.ts';

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
