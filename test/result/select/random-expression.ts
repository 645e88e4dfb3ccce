import { FUNCTION_NAMES, parametersOf } from '../../../src/result/select/jmespath/functions/signatures.ts';
import type { Random } from '../../support/random.ts';

const KEYS = ['a', 'b', 'items', 'id', 'name', '"x-y"', 'text', 'n'] as const;
const PLAIN = ["'a'", "'xyx'", '`1`', '`0`', '`-3`', '`2.5`', '`true`', '`null`', "''", '7', '`"b"`'] as const;
const OPERATORS = ['==', '!=', '<', '<=', '>', '>=', '&&', '||', '|', '+', '-', '*', '/', '//', '%'] as const;

/** An expression of the grammar: every function, literals of up to 50 items, nested up to `depth` levels. */
export function randomExpression(random: Random, depth: number): string {
  if (depth <= 0 || random.next() < 0.12) return leaf(random);
  const part = (): string => randomExpression(random, depth - 1);
  switch (random.int(0, 13)) {
    case 0:
      return `${part()} ${random.pick(OPERATORS)} ${part()}`;
    case 1:
    case 2:
    case 3:
      return call(random, depth);
    case 4:
      return `[${Array.from({ length: random.int(1, 4) }, part).join(', ')}]`;
    case 5:
      return `{${Array.from({ length: random.int(1, 3) }, (_, nth) => `k${nth}: ${part()}`).join(', ')}}`;
    case 6:
      return `(${part()})[?${part()}]`;
    case 7:
      return `(${part()})${random.pick(['[]', '[*]', '.*', '[1:]', '[::-1]', '[0]', '[-1]', '[][]', '[*][*]'] as const)}`;
    case 8:
      return `(${part()}).${random.pick(KEYS)}`;
    case 9:
      return `(${part()})[*].[${part()}, ${part()}]`;
    case 10:
      return `!(${part()})`;
    case 11:
      return `(${part()}) ? (${part()}) : (${part()})`;
    case 12:
      return `let $v = ${part()} in [$v, ${part()}]`;
    default:
      return `(${part()}) | ${random.pick(['[@, @]', '[@, @][]', '[@, @, @]', 'to_string(@)', '[to_string(@), to_string(@)]', '@'] as const)}`;
  }
}

function leaf(random: Random): string {
  const kind = random.next();
  if (kind < 0.5) return random.pick(KEYS);
  if (kind < 0.65) return random.pick(['@', '$', '@', 'items[]', '[]', '*'] as const);
  if (kind < 0.9) return random.pick(PLAIN);
  const item = random.pick(['0', '"ab"', '{"id":1}'] as const);
  return `\`[${Array.from({ length: random.int(0, 50) }, () => item).join(',')}]\``;
}

function call(random: Random, depth: number): string {
  const name = random.pick(FUNCTION_NAMES as unknown as [string, ...string[]]);
  const parameters = parametersOf(name) ?? [];
  const args = parameters
    .filter(({ optional }) => !optional || random.next() < 0.3)
    .map(({ types }) => {
      const isReference = types.includes('&');
      if (name.startsWith('pad_') && types.includes('number')) return random.pick(['`9000`', '`5`', 'n'] as const);
      return (isReference ? '&' : '') + argument(random, types[0] ?? 'any', depth - 1);
    });
  return `${name}(${args.join(', ')})`;
}

/** Rather one that fits, so that the functions are reached. */
function argument(random: Random, type: string, depth: number): string {
  if (depth <= 0 || random.next() < 0.5) {
    if (type === 'string') return random.pick(["'a'", 'text', "join('', [text, text])", 'to_string(@)'] as const);
    if (type === 'strings') return random.pick(["['a', text]", 'items[].name', "split(text, '')", 'keys(@)'] as const);
    if (type === 'numbers') return random.pick(['items[].id', '`[1,2,3]`', '[n, n]'] as const);
    if (type === 'array') return random.pick(['items', 'items[]', '`[0,0,0,0,0,0,0,0,0,0]`', '[@, @]', '*'] as const);
    if (type === 'object') return random.pick(['@', '$', 'a', '{x: @, y: @}'] as const);
    if (type === 'pairs') return random.pick(['items(@)', 'items[].[name, @]'] as const);
  }
  return randomExpression(random, depth);
}

/** A body of about so many bytes, in which such expressions find something. */
export function randomBodyFor(random: Random, bytes: number): unknown {
  const items: unknown[] = [];
  for (let size = 0; size < bytes; size += 100) {
    items.push({
      id: random.int(0, 99),
      name: random.pick(['Ann', 'Bob', 'xyx'] as const),
      a: [1, [2, { b: 3 }]],
      text: 'x'.repeat(40),
    });
  }
  return {
    items,
    a: { b: { id: 1 }, items: [1, 2] },
    'x-y': 2,
    text: 'xyx'.repeat(20),
    n: 12,
    id: 5,
    name: 'Ann',
    b: [[1], [2, [3]]],
  };
}
