import type { Expected, Row, Value } from './expected.ts';

/** One thing and what is said of it, as somebody would write it. */
interface Said {
  readonly key: string;
  readonly values: readonly (string | number)[];
}

/** An answer before it is written down. */
export interface Answer {
  readonly facts: readonly (string | number)[];
  readonly rows: readonly Said[];
}

/** The right answer, in its plainest words. */
export function rightAnswer({ facts = [], rows = [] }: Expected): Answer {
  return { facts: facts.map(plain), rows: rows.map(({ key, values = [] }: Row) => ({ key, values: values.map(plain) })) };
}

function plain(value: Value): string | number {
  return typeof value === 'object' ? (value[0] ?? '') : value;
}

/** The ways in which people and programs write an answer down, by name. */
export const FORMS: Readonly<Record<string, (answer: Answer) => string>> = {
  'an object by name': ({ facts, rows }) =>
    JSON.stringify({
      ...Object.fromEntries(facts.map((fact, nth) => [`fact_${nth}`, fact])),
      ...Object.fromEntries(rows.map(({ key, values }) => [key, values.length === 1 ? values[0] : values])),
    }),
  'lists, as js returns them': ({ facts, rows }) =>
    JSON.stringify([...facts, ...rows.map(({ key, values }) => [key, ...values])]),
  'lists, the name last': ({ facts, rows }) => JSON.stringify([...facts, ...rows.map(({ key, values }) => [...values, key])]),
  'objects in a fence, the name in the middle': ({ facts, rows }) => {
    const objects = rows.map(({ key, values: [first, ...rest] }) => ({
      ...(first === undefined ? {} : { first }),
      key,
      rest,
    }));
    return `\`\`\`json\n${JSON.stringify({ facts, rows: objects.toReversed() }, null, 2)}\n\`\`\``;
  },
  'numbers as text': ({ facts, rows }) =>
    JSON.stringify({ facts: facts.map(money), rows: rows.map(({ key, values }) => ({ key, says: values.map(money) })) }),
  'a Markdown table with places': ({ facts, rows }) =>
    [
      facts.join(', '),
      '',
      '| # | what | |',
      '|---|---|---|',
      ...rows.map(({ key, values }, nth) => `| ${nth + 1} | ${key} | ${values.map(money).join(', ')} |`),
    ].join('\n'),
  'a numbered list in bold': ({ facts, rows }) =>
    [
      `**${facts.map(money).join('**; **')}**`,
      ...rows.map(({ key, values }, nth) => `${nth + 1}. **${key}** - ${values.map(money).join(', ')}`),
    ].join('\n'),
  'a sentence': ({ facts, rows }) =>
    `${[...facts.map(money), ...rows.map(({ key, values }) => (values.length > 0 ? `${key} (${values.map(money).join(' / ')})` : key))].join(', ')}.`,
  'a sentence, the name last': ({ facts, rows }) =>
    [
      ...facts.map(money),
      ...rows.map(({ key, values }) => (values.length > 0 ? `${values.map(money).join(' / ')} for ${key}` : key)),
    ].join('; '),
};

/** As people write amounts: 1,234.50; whole numbers as they are. */
function money(value: string | number): string {
  if (typeof value === 'string') return value;
  return value.toLocaleString('en', Number.isInteger(value) ? {} : { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
