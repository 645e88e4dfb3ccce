import { mentionsIn, type Mention } from './mentions.ts';
import { flat, type GivenAnswer } from './read-answer.ts';

/** What an answer says of each thing: by key a text. */
export type Segments = ReadonlyMap<string, string>;

/** The key of each way to write it. */
export type Names = ReadonlyMap<string, string>;

type Part = readonly [key: string, text: string];

/**
 * The ways in which an answer may be divided among the things that it names: by the structure of its JSON, by its lines, by what
 * follows each name, by what precedes it. Which was meant only the right one shows.
 */
export function waysToDivide({ text, value }: GivenAnswer, names: Names): Segments[] {
  const mentions = keysIn(text, names);
  const after = mentions.map(({ name, to }, nth): Part => [name, text.slice(to, mentions[nth + 1]?.from)]);
  const before = mentions.map(({ name, from }, nth): Part => [name, text.slice(mentions[nth - 1]?.to ?? 0, from)]);
  const byLine = text.split('\n').flatMap((line) => onlyOne(line, names));
  return [divide(value, names), byLine, after, before].map(joined);
}

/** The smallest parts of a JSON value that name one thing each. Text beside a list is said of all that is in the list. */
function divide(value: unknown, names: Names): Part[] {
  const one = onlyOne(flat(value), names);
  if (one.length > 0 || typeof value !== 'object' || value === null) return one;
  if (Array.isArray(value)) return value.flatMap((item) => divide(item, names));
  const entries = Object.entries(value).map(([key, member]) => ({
    text: `${key} : ${flat(member)}`,
    key,
    member: member as unknown,
  }));
  const beside = entries.filter(({ text, member }) => typeof member === 'string' && keysIn(text, names).length === 0);
  const context = beside.map(({ text }) => text).join(' ; ');
  return entries.flatMap(({ text, key, member }) => {
    const whole = onlyOne(text, names);
    const parts = whole.length > 0 ? whole : divide(member, names).map(([name, said]): Part => [name, `${key} : ${said}`]);
    return parts.map(([name, said]): Part => [name, `${context} ; ${said}`]);
  });
}

/** A text without the only name in it, under that; nothing if it has none or several. */
function onlyOne(text: string, names: Names): Part[] {
  const mentions = keysIn(text, names);
  const [first] = mentions;
  if (!first || mentions.some(({ name }) => name !== first.name)) return [];
  return [[first.name, mentions.reduceRight((rest, { from, to }) => `${rest.slice(0, from)} ${rest.slice(to)}`, text)]];
}

function keysIn(text: string, names: Names): Mention[] {
  return mentionsIn(text, [...names.keys()]).map((mention) => ({ ...mention, name: names.get(mention.name) ?? mention.name }));
}

function joined(parts: readonly Part[]): Segments {
  const segments = new Map<string, string>();
  for (const [name, text] of parts) segments.set(name, `${segments.get(name) ?? ''}\n${text}`);
  return segments;
}
