import { describe, expect, test } from 'vitest';
import { BODY } from './body.ts';
import { selected } from './selecting.ts';

/** Expression, its value, and what is said of it. */
const NOTES: readonly (readonly [string, unknown, RegExp])[] = [
  // a "quoted" name, or a bare word, that no element has
  ['sum(items[?status=="succeeded"].price)', 0, /"succeeded" .* double quotes name a field: a text is written 'succeeded'/],
  ['items[?status==succeeded].id', [], /succeeded .* a bare word names a field: a text is written 'succeeded'/],
  ['items[?status != pending].id', [1, 2], /pending .* a text is written 'pending'/],
  ['length(items[?"failed" == status])', 0, /a text is written 'failed'/],
  ['sort_by(items[?status=="failed"], &id)', [], /a text is written 'failed'/],
  ['map(&id, items[?status==failed])', [], /a text is written 'failed'/],
  ['{n: length(items[?status==failed]), t: total}', { n: 0, t: 2 }, /a text is written 'failed'/],
  ['items[?contains(name, "A")]', [], /"A" .* a text is written 'A'/],
  ['items[?contains(name, A)]', [], /a text is written 'A'/],
  ['items[?user.bio == ""].id', [1], /a text is written ''/],
  // a key that no element has
  ["items[?nme=='x']", [], /items\[\]\.nme is compared or tested, and is not there: .* did you mean name\?/],
  ['items[?nme].id', [], /items\[\]\.nme/],
  ['items[?!nme].id', [1, 2], /items\[\]\.nme/],
  ['items[?nme == null].id', [1, 2], /items\[\]\.nme/],
  ["items[?user.nme == 'x']", [], /items\[\]\.user is an object with the keys login, bio/],
  ['items[?tags.length > 0].id', [], /write length\(tags\)/],
  // a number and a text
  ["items[?price > '10']", [], /price > '10' compares 9\.5 with "10", which have no order.*write the number as `10`/],
  ["length(items[?price > '10'])", 0, /compares 9\.5 with "10"/],
  ['items[?salary > 10000].id', [], /compares "40000" with 10000.*to_number\(items\[\]\.salary\)/],
  ["items[?salary > '7000'].id", [], /compares texts, so that "9" comes after "10": to_number/],
  ['max_by(items, &salary).id', 2, /max_by\(\) orders texts, so that "9" comes after "10": &to_number\(salary\) orders numbers/],
  ['min_by(items, &salary).id', 1, /min_by\(\) orders texts/],
  ['sort_by(items, &salary)[].id', [1, 2], /sort_by\(\) orders texts/],
  ['max(items[].salary)', '5000', /max\(map\(&to_number\(@\), items\[\]\.salary\)\) orders numbers/],
  ['sort(items[].salary)', ['40000', '5000'], /sort\(\) orders texts/],
  ['items[?done > 1]', [], /compares false with 1, which have no order/],
  ["items[?id == '1'].name", [], /items\[\]\.id is never "1", but the number `1`/],
  ['items[?salary == 40000].id', [], /salary is never 40000, but the text '40000'/],
  ["items[?done == 'true'].id", [], /done is never "true", but the boolean `true`/],
  ['items[?done == `True`].id', [], /done is never "True", but the boolean `true`/],
  // a value that never occurs
  [
    "items[?status == 'done'].id",
    [],
    /nothing of items passes \[\?status == 'done'\]: items\[\]\.status is never "done", it is "succeeded", "failed"/,
  ],
  ["length(items[?status == 'done'])", 0, /it is "succeeded", "failed"/],
  ["items[?status == 'Failed'].id", [], /never "Failed", but "failed": upper and lower case differ/],
  ["items[?status != 'Failed'].id", [1, 2], /never "Failed", but "failed".*so != always holds/],
  ["items[?status == 'Failed' || id == 1].id", [1], /but "failed"/],
  ["items[?tags == 'x'].id", [], /tags is never "x", it is a list: contains\(items\[\]\.tags, 'x'\)/],
  ["items[?user == 'ada'].id", [], /user is never "ada", it is an object with the keys login, bio/],
  ["items[?price > 100 && status == 'gone'].id", [], /nothing of items passes/],
  [
    'items[?price > `100`].id',
    [],
    /nothing of items passes \[\?price > `100`\]; its first element is an object with the keys id/,
  ],
  ["items[?starts_with(name, 'Z')].id", [], /nothing of items passes/],
  ["data.items[?name == 'Q'].name | [0]", null, /but "q"/],
  // zero is true
  ['items[?stock].id', [1, 2], /stock is 0 somewhere, and 0 counts as true: write stock != `0`/],
  ['items[?!stock].id', [], /0 counts as true/],
  ["items[0].stock ? 'some' : 'none'", 'some', /0 counts as true/],
  // constants in place of paths
  [
    "'items[].name'",
    'items[].name',
    /is a constant, and nothing of the body is in it; without the quotes it is a path: items\[\]\.name/,
  ],
  ['`total`', 'total', /is a constant/],
  ['`1` + `2`', 3, /is a constant/],
  ["items[].{id: 'id'}", [{ id: 'id' }, { id: 'id' }], /'id' is a text; the value of that key is id without quotes/],
  // functions
  ['items[].to_number(name)', [], /to_number\(name\) is null for "Ann", which is no number/],
  ['group_by(items, &user.bio)', { z: [BODY.items[1]] }, /1 of 2 have no user\.bio and are in no group/],
  ["contains('x', items[0].tags)", false, /the list comes first/],
  ["starts_with('A', items[0].name)", false, /what is looked into comes first/],
  ['items[0].["name"]', ['Ann'], /a list of one value; the value itself is \."x"/],
];

describe('what could not have been meant is said', () => {
  test.each(NOTES)('%s', (expression, value, words) => {
    const result = selected(BODY, expression);
    expect(result.value).toEqual(value);
    expect(result.notes.join('\n')).toMatch(words);
  });
});

describe('what is sound has no note', () => {
  test.each([
    "items[?status == 'failed'].id",
    "items[?status != 'failed'].id",
    "items[?status != 'gone'].id",
    'items[?price > `10`].id',
    'empty[?id == `1`]',
    'length(empty[?id == `1`])',
    "items[?status == 'gone' || id == `1`].id",
    "items[].tags[?@ == 'x'][]",
    'items[?stock > `0`].id',
    'items[].stock',
    'items[0].stock || total',
    'items[?userId == id || userId > id].id',
    "items[].{kind: 'item', id: id}",
    'sum(items[].price) / length(items)',
    "contains(['failed', 'gone'], items[1].status)",
    'items[?user.bio == null].id',
    'max_by(items, &to_number(salary)).id',
    'sort(items[].name)',
    "sort([items[0].salary, '9x'])",
    "sort([items[0].salary, '50000'])",
  ])('%s', (expression) => {
    expect(selected(BODY, expression)).toMatchObject({ notes: [], absent: [] });
  });
});

test('at most five notes are given, each once', () => {
  const conditions = Array.from({ length: 20 }, (_, nth) => `k${nth} == 'x'`).join(' || ');
  const { notes } = selected(BODY, `items[?${conditions}]`);
  expect(notes).toHaveLength(5);
  expect(new Set(notes).size).toBe(5);
});

test('text that says no, and counts as true, is noted', () => {
  const rows = [
    { id: 1, paid: 'True', on: '1', sure: 'no', seen: 'no', gone: false },
    { id: 2, paid: 'False', on: '0', sure: 'maybe', seen: '', gone: 'x' },
  ];
  expect(selected(rows, '[?paid].id').notes).toEqual([
    `select: [].paid is the text "False" somewhere, and text counts as true: write paid != 'False'`,
  ]);
  expect(selected(rows, '[?seen].id').notes.join()).toMatch(/: write \(seen && seen != 'no'\)$/);
  for (const expression of ['[?!on].id', "[].{a: on ? 'x' : 'y'}", '[?seen].id']) {
    expect(selected(rows, expression).notes.join(), expression).toContain('counts as true');
  }
  for (const expression of [
    '[?sure].id',
    '[?gone].id',
    '[?id].id',
    "[?paid != 'False'].id",
    '[].paid',
    "[?paid && paid != 'False'].id",
    "[?!on || on == '0'].id",
    "[?paid && starts_with(paid, 'T')].id",
  ]) {
    expect(selected(rows, expression).notes, expression).toEqual([]);
  }
});
