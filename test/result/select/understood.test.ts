import { describe, expect, test } from 'vitest';
import { BODY } from './body.ts';
import { selected } from './selecting.ts';

/** What models write that is no JMESPath, or means something else in it, and what it is read as. */
const UNDERSTOOD: readonly (readonly [string, unknown])[] = [
  // bare words in backticks, as in the AWS command line
  ['items[?status==`succeeded`].id', [1]],
  ['items[?`failed` == status].id', [2]],
  ['items[?contains(tags, `x`)].id', [1]],
  ['items[?"created-at" >= `2024-02-01`].id', [2]],
  // numbers, true, false and null without backticks
  ['items[?id == 2].name', ['Bob']],
  ['items[?price > 10.5].id', [2]],
  ['items[?price > -1].id', [1, 2]],
  ['items[?price < 1e1].id', [1]],
  ['items[?id==1||id==2].id', [1, 2]],
  ['length(items[?done==false])', 1],
  ['items[?done == true].id', [2]],
  ['items[?done == True].id', [2]],
  ['items[?user.bio == null].id', [1]],
  ['items[?user.bio != None].id', [2]],
  ['items[?length(tags) > 0].id', [1]],
  ['total + 1', 3],
  ['nope || 0', 0],
  // JSONPath and jq
  ['$.a.b', 1],
  ['$', BODY],
  ['$.items[*].name', ['Ann', 'Bob']],
  ['$.items[?(@.price > 10)].name', ['Bob']],
  ["$.items[?(@.status=='failed' && @.id>1)].name", ['Bob']],
  ['$.items[-1:].name', ['Bob']],
  ['.a.b', 1],
  ['.items[].name', ['Ann', 'Bob']],
  ['{id: .items[0].id}', { id: 1 }],
  ['items[?.id == 2].name', ['Bob']],
  ["$['items'][0]['name']", 'Ann'],
  ['$["items"][0]["name"]', 'Ann'],
  ["items[*]['name']", ['Ann', 'Bob']],
  ['items[]["name"]', ['Ann', 'Bob']],
  [
    "items[*]['id','name']",
    [
      [1, 'Ann'],
      [2, 'Bob'],
    ],
  ],
  // keys that need quotes
  ['a.created-at', 'yes'],
  ['items[].created-at', ['2024-01-02', '2024-03-02']],
  ["items[?created-at > '2024-02-01'].id", [2]],
  ['sort_by(items, &created-at)[-1].id', 2],
  ['full-name', null],
  ['items[].{full-name: name}', [{ 'full-name': 'Ann' }, { 'full-name': 'Bob' }]],
  ['@type', 'T'],
  ['$ref', 'r'],
  ['größe', 3],
  ['名前', 'N'],
  ["items[].{'n': name}", [{ n: 'Ann' }, { n: 'Bob' }]],
  // what looks like a key with a dash and is none
  ['x-y', 7],
  ['x - y', 7],
  ['x-1', 9],
  ['a.b-y', -2],
  // texts are compared by code point, so that dates have an order
  ['items[?"created-at" >= \'2024-01-01\' && "created-at" < \'2024-02-01\'].id', [1]],
  // negation of a path
  ['!a.b', false],
  ['items[?!user.bio].id', [1]],
  ['items[?!tags].id', [2]],
  ['items[?!(tags)].id', [2]],
  // AWS and az examples
  [
    'items[].{Name:name,Login:user.login}',
    [
      { Name: 'Ann', Login: 'ada' },
      { Name: 'Bob', Login: 'bob' },
    ],
  ],
  [
    'items[*].[id,user.login]',
    [
      [1, 'ada'],
      [2, 'bob'],
    ],
  ],
  ["items[?name=='Bob'].id | [0]", 2],
  ['sort_by(items, &price)[].{Id:id}', [{ Id: 1 }, { Id: 2 }]],
  ['max_by(items, &name).name', 'Bob'],
  ['reverse(sort_by(items, &price))[0].id', 2],
  ["items[?user.login=='ada'] | [0].{id: id, tag: tags[?@=='x'] | [0]}", { id: 1, tag: 'x' }],
  ["items[].join('-', [name, status])", ['Ann-succeeded', 'Bob-failed']],
  ["total > 1 ? 'many' : 'one'", 'many'],
  ['items[0].status[0:3]', 'suc'],
  ['let $t = total in items[?id == $t].name', ['Bob']],
];

describe('understood', () => {
  test.each(UNDERSTOOD)('%s', (expression, value) => {
    const { notes, ...result } = selected(BODY, expression);
    expect(notes).toEqual([]);
    expect(result).toMatchObject({ value, absent: [], isNothing: false });
  });

  test('a big whole number is the text that it is in bodies, too', () => {
    expect(selected([{ id: '12345678901234567890', n: 1 }], '[?id == `12345678901234567890`].n').value).toEqual([1]);
  });
});
