import { describe, expect, test } from 'vitest';
import { BODY } from './body.ts';
import { saidOf, selected } from './selecting.ts';

describe('a null that is there is an answer', () => {
  test.each([
    'users[0].bio',
    '"full-name"',
    '@.email',
    '$.email',
    'users[0].bio.text',
    'users | [0].bio',
    'users[-1] | bio',
    'email | @',
    'let $u = users[0] in $u.bio',
    'nope || email',
    '[users[0].bio, total] | [0]',
    '{e: email} | e',
    'not_null(email, users[0].bio)',
    'email[0]',
    'email[]',
    'max_by(empty, &x)',
    'max(empty)',
    "find_first(users[0].email, 'zz')",
  ])('%s', (expression) => {
    expect(selected(BODY, expression)).toMatchObject({ value: null, absent: [], isNothing: false });
  });

  test('in a list of paths', () => {
    const { value, absent } = selected(BODY, ['email', 'users.0.bio', 'users.bio.x']);
    expect(value).toEqual({ email: null, 'users.0.bio': null, 'users.bio.x': [null] });
    expect(absent).toEqual([]);
  });
});

describe('a key that is not there', () => {
  /** Expression, the paths that are absent, and what is said. */
  const NOTHING: readonly (readonly [string, string[], RegExp])[] = [
    ['nme', ['nme'], /matched nothing; the body is an object with the keys .*items/],
    ['a.c', ['a.c'], /matched nothing; a is an object with the keys b, created-at/],
    ['data.items.name', ['data.items.name'], /; data\.items is an array of 1, .* keys name; write data\.items\[\]\.name/],
    ['data.items[0].nme', ['data.items[0].nme'], /data\.items\[0\] is .* keys name; did you mean name\?/],
    ['Items', ['Items'], /did you mean items\?/],
    ['firstName', ['firstName'], /did you mean first name\?/],
    ['login', ['login'], /there is items\[\]\.user\.login/],
    ['body.items', ['body'], /leave out body: items is there/],
    ['body.items[0].id', ['body'], /leave out body: items is there/],
    ['total.x', ['total.x'], /total is a number/],
    ['items[5].name', ['items[5]'], /items is an array of 2/],
    ['empty[0].name', ['empty[0]'], /empty is an empty array/],
    ['items.length', ['items.length'], /write length\(items\)/],
    ['items | length', ['items.length'], /write length\(items\)/],
    ['items[].tags | first', ['items[].tags.first'], /write items\[\]\.tags\[0\]/],
    ["items['0']", ['items."0"'], /an index has no quotes: \[0\]/],
    ['items.*.name', ['items'], /items is an array .*; write items\[\]\.name/],
    ['[0]', ['[0]'], /the body is an object .*; a list is items/],
    ['a[]', ['a'], /its values are a\.\*/],
    ['a[?b == `1`]', ['a'], /a is an object/],
    ['"items[].name"', ['"items[].name"'], /without quotes it is a path: items\[\]\.name/],
    ['"a.b"', ['"a.b"'], /without quotes it is a path/],
    ['@.type', ['type'], /did you mean @type\?/],
    ['{a: nme, b: a.c}', ['nme', 'a.c'], /matched nothing; .*; a is an object with the keys b/],
    ['[nme, nmf]', ['nme', 'nmf'], /matched nothing/],
    ['nme || nmf', ['nmf'], /matched nothing/],
    ['not_null(nme, nmf)', ['nmf'], /matched nothing/],
    ['items[].nme | [0]', ['items[].nme'], /items is an array of 2, the first an object with the keys id, name/],
    ['items[0].name[0]', ['items[0].name[0]'], /name is a string; characters of a text are \[0:1\]/],
  ];

  test.each(NOTHING)('%s is nothing', (expression, absent, words) => {
    const result = selected(BODY, expression);
    expect(result).toMatchObject({ absent, isNothing: true });
    expect(saidOf(result)).toMatch(words);
  });

  test.each(['values', 'type', 'max', 'sum', 'total', 'keys', 'length', 'reverse', 'a.values', 'a.type', 'items[].values'])(
    '%s is a key, and no function that is meant',
    (expression) => {
      const { items, a } = BODY;
      expect(saidOf(selected({ items, a }, expression))).not.toContain('write');
    },
  );

  test.each([
    ['length', /; write length\(@\)$/],
    ['count', /; write length\(@\)$/],
    ['first', /; write @\[0\]$/],
    ['items', /keys id$/],
    ['total', /keys id$/],
    ['max', /keys id$/],
    ['type', /keys id$/],
  ])('%s of a list', (expression, words) => {
    expect(saidOf(selected([{ id: 1 }], expression))).toMatch(words);
  });

  test.each([
    ['l.sum', /; write sum\(l\[\]\.key\)$/],
    ['l.sort', /; write sort_by\(l, &key\)$/],
    ['l.group_by', /; write group_by\(l, &key\)$/],
    ['l.join', /; write join\(', ', l\[\]\.key\)$/],
    ['l.total', /keys n, t$/],
    ['l.trim', /keys n, t$/],
    ['l[].size', /keys n, t$/],
    ['l[].length', /; of the list it is length\(l\[\]\)$/],
    ['l[].last', /; of the list it is l\[\] \| \[-1\]$/],
    ['l[].n.sum', /is a number; of the list it is sum\(l\[\]\.n\)$/],
    ['l[].t.length', /is a string; write length\(t\)$/],
    ['s.sum', /; write sum\(s\)$/],
    ['s.max_by', /the first a number$/],
    ['t.length', /t is a string; write length\(t\)$/],
    ['t.toUpperCase', /; write upper\(t\)$/],
    ['t.size', /t is a string$/],
    ['o.unique', /keys q$/],
  ])('%s reads like a function of what is there', (expression, words) => {
    const body = { l: [{ n: 1, t: 'x' }], s: [1], t: 'x', o: { q: 1 } };
    expect(saidOf(selected(body, expression))).toMatch(words);
  });

  test('keys of an object', () => {
    expect(saidOf(selected(BODY, 'a.keys'))).toMatch(/; write keys\(a\)$/);
  });

  /** Expression, value, the paths that are absent, and what is said. */
  const PARTS: readonly (readonly [string, unknown, string[], RegExp])[] = [
    ['{a: nme, b: total}', { a: null, b: 2 }, ['nme'], /there is no nme; the body is/],
    ['[nme, total]', [null, 2], ['nme'], /there is no nme/],
    ['items[].nme', [], ['items[].nme'], /items is an array of 2, the first an object with the keys id, name.*did you mean name/],
    [
      'items[].{id: id, n: nme}',
      [
        { id: 1, n: null },
        { id: 2, n: null },
      ],
      ['items[].nme'],
      /did you mean name/,
    ],
    ['items[].user.nme', [], ['items[].user.nme'], /items\[\]\.user is an object with the keys login, bio/],
    ['sum(items[].prize)', 0, ['items[].prize'], /did you mean price/],
    ['length(items[].nme)', 0, ['items[].nme'], /did you mean name/],
    ['items[?id == `1`][0].name', [], ['items[?id == `1`][0]'], /\[0\] is taken from each; .* items\[\?id == `1`\] \| \[0\]/],
    ['items[].name[0]', [], ['items[].name[0]'], /\[0\] is taken from each; of the list it is items\[\]\.name \| \[0\]/],
    ['items[].name.length', [], ['items[].name.length'], /items\[\]\.name is a string/],
    ['items[].tags.size', [], ['items[].tags.size'], /write length\(tags\)/],
    ['to_string(nme)', 'null', ['nme'], /there is no nme/],
    ['contains(items[].name, Ann)', false, ['Ann'], /a bare word names a field: a text is written 'Ann'/],
  ];

  test.each(PARTS)('%s is there in part', (expression, value, absent, words) => {
    const result = selected(BODY, expression);
    expect(result).toMatchObject({ value, absent, isNothing: false });
    expect(saidOf(result)).toMatch(words);
  });

  test.each([
    ['items[].user.bio', ['z']],
    ["nme || 'none'", 'none'],
    ['nme || total', 2],
    ['not_null(nme, total)', 2],
    ['type(nme)', 'null'],
    ['items[?id == `1`].name', ['Ann']],
  ])('%s has nothing to say where some have it, or something else stands in', (expression, value) => {
    expect(selected(BODY, expression)).toMatchObject({ value, absent: [], notes: [], isNothing: false });
  });

  test('with a dot in its name is found by its quotes', () => {
    expect(saidOf(selected({ 'user.name': 1, a: { 'b.c': 2 } }, 'user.name'))).toMatch(
      /a key with a dot is quoted: "user\.name"/,
    );
    expect(saidOf(selected({ a: { 'b.c': 2 } }, 'a.b.c'))).toMatch(/a key with a dot is quoted: a\."b\.c"/);
  });

  test('in some elements only is no matter', () => {
    expect(selected([{ a: 1 }, { b: 2 }], '[].a')).toMatchObject({ value: [1], absent: [], notes: [] });
    expect(selected([{ a: 1 }, { b: 2 }], '[].{a: a}')).toMatchObject({ value: [{ a: 1 }, { a: null }], absent: [] });
  });

  test('what every object inherits is no key', () => {
    for (const name of ['constructor', 'toString', '"__proto__"', 'hasOwnProperty']) {
      expect(selected({ a: 1 }, name)).toMatchObject({ value: null, isNothing: true });
      expect(selected({ a: 1 }, `{x: ${name}.name, a: a}`).value).toEqual({ x: null, a: 1 });
    }
    const body: unknown = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}');
    expect(JSON.stringify(selected(body, '{"__proto__": "__proto__".a, c: constructor}').value)).toBe('{"__proto__":1,"c":2}');
    expect(selected(body, ['__proto__.a']).value).toEqual({ '__proto__.a': 1 });
  });
});

describe('errors name what is there', () => {
  test.each([
    ['length(nme)', /length\(\) takes .*, and nme is not there: the body is an object with the keys/],
    ['sum(items.price)', /items\.price is not there: items is an array of 2.*write items\[\]\.price/],
    ['sum(items[].name)', /items\[\]\.name holds the text "Ann", which is no number to to_number\(\) either/],
    ["sum(['10', '20'])", /holds the text "10": to_number\(\) makes numbers of texts/],
    ["sum(['10', '1,200.50'])", /holds the text "1,200\.50", which is no number to to_number\(\) either/],
    [
      "sum(map(&to_number(@), ['x', '30']))",
      /and map\(&to_number\(@\), \['x', '30'\]\) holds null: \(map\(.*\)\)\[\?@ != `null`\] leaves it out/,
    ],
    ['join(\', \', items[*].nick || `["a", null]`)', /holds null: \(items.*\)\[\?@ != `null`\] leaves it out/],
    ["max(map(&nick, [{nick: 'b'}, {nick: null}]))", /holds null: \(map\(.*\)\)\[\?@ != `null`\] leaves it out/],
    ['items[].price.sum(@)', /and @ is 9\.5: .*sum\(list\[\]\.key\)/],
    ["join(items[].name, ', ')", /takes a text first, and items\[\]\.name is a list: join\(', ', list\)/],
    ['join(", ", items[].name)', /double quotes name a field: a text is written ', '/],
    ["join(',', items[].id)", /items\[\]\.id holds 1: to_string\(\)/],
    ['keys(items)', /items is a list: write items\[0\]/],
    ['upper(items[].name)', /items\[\]\.name is a list: write list\[\]\.upper\(key\)/],
    ["items[?contains(user.bio, 'z')]", /user\.bio is null; a test before it keeps nulls away: user\.bio && contains/],
    ['items[?starts_with(name, A)]', /a bare word names a field: a text is written 'A'/],
    ['sort_by(items, &user.bio)', /user\.bio of every element, and of element 0 it is null: .*list\[\?user\.bio\]/],
    ['sort_by(items, &done)', /done of every element, and of element 0 it is false/],
    ['group_by(items, &id)', /write &to_string\(id\)/],
    ['a.b / nme', /\/ needs numbers, and nme is null; a path has dots/],
    ['x / (y - 3)', /is no number: 10 \/ 0/],
    ['items[].name + 1', /\+ needs numbers, and items\[\]\.name is a list/],
    ["'a' + 'b'", /texts are joined by join\('', \[a, b\]\)/],
    ["total // 'none'", /"or else" is written \|\|/],
  ])('%s', (expression, words) => {
    expect(() => selected(BODY, expression)).toThrow(words);
    expect(() => selected(BODY, expression)).toThrow(/^select ".*" failed: .*the body is an object with the keys/s);
  });
});
