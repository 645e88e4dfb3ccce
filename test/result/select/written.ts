import type { Random } from '../../support/random.ts';
import type { Condition, Intention } from './intention.ts';

/** Writes an intention as models do: in JMESPath, and with the habits of other languages. */
export function written(intention: Intention, random: Random): string {
  const { source, conditions, picked, goal, joined } = intention;
  const start = random.pick(['', '', '', '$.', '.', '@.'] as const);
  const list = source === '' ? start.replace('.', '') : start + source;
  const and = random.pick(joined === '&&' ? (['&&', '&&', ' and ', '&', ', '] as const) : (['||', '||', ' or ', ' | '] as const));
  const tests = conditions.map((condition) => test(condition, random)).join(and);
  const marker = random.pick(['[]', '[*]', '[]', '.[]'] as const);
  // Without a list before it, `["done"]` would be a list of paths.
  const bare = source === '' ? `[?${tests}]` : `[${tests}]`;
  const filtered = random.pick([`[?${tests}]`, `[?${tests}]`, `[?(${tests})]`, `[?@.${tests}]`, bare] as const);
  const elements = list + (conditions.length === 0 ? marker : filtered);
  return ended(elements + projected(picked, random), goal, random);
}

function projected(picked: readonly string[], random: Random): string {
  const [only] = picked;
  if (only === undefined) return '';
  if (picked.length === 1)
    return random.pick([`.${key(only, random)}`, `.${key(only, random)}`, `['${only}']`, `["${only}"]`, `[].${only}`] as const);
  const pairs = picked.map((name) => `${key(name, random)}: ${key(name, random)}`).join(', ');
  const names = picked.map((name) => key(name, random)).join(', ');
  return random.pick([`.{${pairs}}`, `.{${pairs}}`, `{${pairs}}`, `.{${names}}`, ` | {${pairs}}`, `.{${pairs},}`] as const);
}

function ended(expression: string, goal: Intention['goal'], random: Random): string {
  switch (goal) {
    case 'length':
      return random.pick([
        `length(${expression})`,
        `${expression} | length(@)`,
        `${expression} | length`,
        `count(${expression})`,
        `${expression}.length`,
        `len(${expression})`,
        `${expression}.length()`,
      ] as const);
    case 'sum':
      return random.pick([
        `sum(${expression})`,
        `${expression} | sum(@)`,
        `${expression} | add`,
        `${expression}.sum(@)`,
        `${expression}.sum()`,
      ] as const);
    case 'max':
      return random.pick([
        `max(${expression})`,
        `${expression} | max(@)`,
        `sort(${expression})[-1]`,
        `${expression}.max(@)`,
      ] as const);
    case 'first':
      return random.pick([
        `${expression} | [0]`,
        `(${expression})[0]`,
        `${expression}[0]`,
        `${expression} | .[0]`,
        `first(${expression})`,
        `${expression} | first`,
      ] as const);
    case 'nothing':
      break;
  }
  return expression;
}

function key(name: string, random: Random): string {
  return random.pick([name, name, name, `"${name}"`] as const);
}

function test(condition: Condition, random: Random): string {
  const { operator, value } = condition;
  const name = key(condition.key, random);
  const literal = valueText(value, random);
  if (operator === 'is') return name;
  if (operator === 'not')
    return random.pick([`!${name}`, `!(${name})`, `not ${name}`, `${name} == false`, `!@.${condition.key}`] as const);
  if (operator === 'contains')
    return random.pick([
      `contains(${name}, ${literal})`,
      `contains(@.${name}, ${literal})`,
      `${literal} in ${name}`,
      `${name}.includes(${literal})`,
      `${name} contains ${literal}`,
    ] as const);
  const other = { '==': ['==', '==', '==', '=', '===', ' eq '], '!=': ['!=', '!=', '<>', '!=='], '<': ['<'], '>': ['>'] }[
    operator
  ];
  const sign = random.pick(other as [string, ...string[]]);
  return random.next() < 0.1 ? `${literal}${{ '<': '>', '>': '<' }[sign] ?? sign}${name}` : `${name}${sign}${literal}`;
}

function valueText(value: string | number | boolean, random: Random): string {
  const plain = String(value);
  if (typeof value === 'string')
    return random.pick([`'${plain}'`, `'${plain}'`, `\`${plain}\``, `\`"${plain}"\``, `"${plain}"`, plain] as const);
  const quoted = [`\`${plain}\``, plain, plain, `'${plain}'`, `"${plain}"`] as const;
  return typeof value === 'number'
    ? random.pick(quoted)
    : random.pick([...quoted, plain.charAt(0).toUpperCase() + plain.slice(1)]);
}
