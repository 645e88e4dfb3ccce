import { describe, expect, test } from 'vitest';
import { evaluate, parseSelect, type Selection } from '../../../src/result/select/select.ts';
import { SelectError } from '../../../src/result/select/select-error.ts';
import { selectionCost } from '../../../src/result/select/selection-cost.ts';

function soundSelection(spec: string | readonly string[]): Selection {
  const selection = parseSelect(spec);
  if ('problem' in selection) throw new Error(selection.problem);
  return selection;
}

function nested(depth: number): string {
  let expression = '@';
  for (let level = 0; level < depth; level++) expression = `length(map(&${expression}, \`[0,0,0,0,0,0,0,0,0,0]\`))`;
  return expression;
}

describe('what no body could make sensible is refused', () => {
  test.each([
    ['maps over literals, ten deep', nested(10), /steps of a small body already/],
    ['forty doublings', `@${'|[@,@][]'.repeat(40)}`, /steps/],
    ['forty doublings of which the parts are shared', `@${'|[@,@]'.repeat(40)}`, /a result of .* characters/],
    ['let', `let $a = [@,@,@,@,@,@,@,@,@,@] in ${'map(&'.repeat(8)}$a${', $a)'.repeat(8)}`, /steps|characters/],
    ['texts in texts', `${'to_string([@,@,'.repeat(14)}@${'])'.repeat(14)}`, /steps|characters/],
    ['replace', `${'replace('.repeat(5)}name${`, 'a', '${'a'.repeat(50)}')`.repeat(5)}`, /steps|characters/],
    ['join', `${'join(name, ['.repeat(9)}name${', name, name, name])'.repeat(9)}`, /steps|characters/],
    ['zip', `${'zip(@, @, @, @)|'.repeat(14)}@`, /steps|characters/],
    ['group_by', `${'[group_by(@, &to_string(@)), @, @, @]|'.repeat(14)}@`, /steps|characters/],
    ['filters over the whole in filters', `${'items[?length($.items'.repeat(8)}[]${') > `1`]'.repeat(8)}`, /steps/],
  ])('%s', (_, expression, words) => {
    expect(selectionCost(soundSelection(expression)).problem).toMatch(words);
  });
});

describe('what is sensible is not refused, and small bodies may be evaluated at once', () => {
  test.each([
    ['name', 400_000],
    ['[].id', 50_000],
    ['[].{id: id, name: name, city: address.city}', 16_000],
    ["[?status == 'open'].name", 8_000],
    ["length(items[?status == 'open'])", 8_000],
    ['Reservations[].Instances[].{ID: InstanceId, Name: Tags[?Key==`Name`] | [0].Value}', 1_500],
    ['sort_by(@, &name)[].id', 1_000],
    ["join(', ', items[].name)", 8_000],
    [`{${Array.from({ length: 40 }, (_, nth) => `key${nth}: a.b${nth}`).join(', ')}}`, 10_000],
    ['items[].{n: name, owner: $.users[?id == `1`] | [0].name}', 100],
  ])('%s', (expression, least) => {
    const { problem, maxInlineBytes } = selectionCost(soundSelection(expression));
    expect(problem).toBeUndefined();
    expect(maxInlineBytes).toBeGreaterThan(least);
  });

  test('and so may lists of paths', () => {
    expect(selectionCost(soundSelection(['id', 'user.login'])).maxInlineBytes).toBeGreaterThan(10_000);
  });

  test('more doing, smaller bodies', () => {
    const bytes = ['@', '[@,@][]', '[@,@][]|[@,@][]', '[@,@][]|[@,@][]|[@,@][]'].map(
      (expression) => selectionCost(soundSelection(expression)).maxInlineBytes,
    );
    expect(bytes).toEqual(bytes.toSorted((a, b) => b - a));
    expect(new Set(bytes).size).toBe(4);
  });
});

describe('what still grows on a body is stopped', () => {
  const list = Array.from({ length: 2_000 }, (_, id) => ({ id, name: `name ${id}` }));
  /** A tenth of the steps, for a list of which each item has to do with each other: a third as long, that takes a tenth. */
  const FEWER = { steps: 250_000, bytes: 32 * 2 ** 20 };

  test.each<[string, string, RegExp, typeof FEWER?]>([
    ['doublings', `@${'|[@,@][]'.repeat(12)}`, /more than 2,500,000 steps/],
    ['shared parts', `@${'|[@,@]'.repeat(12)}`, /the result would be over 32 MiB/],
    ['comparing shared parts', `(@${'|[@,@]'.repeat(22)}) == (map(&@, @)${'|[@,@]'.repeat(22)})`, /steps/, FEWER],
    ['writing shared parts', `to_string(@${'|[@,@]'.repeat(14)})`, /steps|8,000,000 characters/],
    ['a join of joins', "join(join(',', [].name), [].name)", /8,000,000 characters|steps/],
    ['a replacement', "replace(join('', [].name), 'n', join('', [].name))", /8,000,000 characters|steps/],
    ['everything for each', '[].{x: $[].name, y: $[].id}', /steps/, FEWER],
    ['sorting for each', 'map(&sort_by($, &name)[0], @)', /steps/, FEWER],
  ])('%s', (_, expression, words, limits) => {
    const over = { isOverLimit: true, message: expect.stringMatching(words) };
    expect(() => evaluate(soundSelection(expression), limits ? list.slice(0, 632) : list, limits)).toThrow(
      expect.objectContaining(over),
    );
  });

  test('nesting, too: deeper than 200 levels nothing is read again', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(190)}1${']'.repeat(190)}`);
    expect(() => evaluate(soundSelection(`@${'|[@]'.repeat(20)}`), deep)).toThrow(/nested too deeply/);
    expect(evaluate(soundSelection('[@]'), deep).value).toEqual([deep]);
  });

  test('a caller may set lower limits, and tell the end by them from other errors', () => {
    const few = { steps: 1_000, bytes: 1_000 };
    expect(() => evaluate(soundSelection('[].{id: id}'), list, few)).toThrow(expect.objectContaining({ isOverLimit: true }));
    expect(() => evaluate(soundSelection('@'), list, few)).toThrow(expect.objectContaining({ isOverLimit: true }));
    expect(() => evaluate(soundSelection('keys(@)'), list, few)).toThrow(expect.objectContaining({ isOverLimit: false }));
    expect(() => evaluate(soundSelection('[0].id.x'), list, few)).not.toThrow(SelectError);
  });
});
