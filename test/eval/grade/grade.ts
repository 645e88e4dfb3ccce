import type { Expected, Row, Value } from './expected.ts';
import { mentionsIn, without } from './mentions.ts';
import { compareNumbers, numbersIn } from './numbers.ts';
import { readAnswer, type GivenAnswer } from './read-answer.ts';
import { waysToDivide, type Segments } from './segments.ts';

/** What an answer may say beside what was asked for. */
export interface Surroundings {
  /** The base URLs of the world's sites: a URL counts as its path. Default: none. */
  readonly origins?: readonly string[];
  /** The question, whose numbers may be repeated. Default: empty. */
  readonly question?: string;
}

/**
 * Compares an answer with the right one. Order, layout, rounding to two digits and how it is written do not matter; what
 * is missing, wrong or too much does.
 * @returns what is wrong with it; nothing if it is right
 */
export function grade(raw: string, expected: Expected, { origins = [], question = '' }: Surroundings = {}): string[] {
  const answer = readAnswer(raw, origins);
  if (answer.text.trim() === '') return ['there is no answer'];
  const { facts = [], rows = [], others = [] } = expected;
  const named = new Set(mentionsIn(answer.text, [...others, ...rows.flatMap(namesOf)]).map(({ name }) => name));
  const wrong = others.filter((name) => named.has(name)).map((name) => `${name} should not be there`);
  const said = numbersIn(question);
  return [...wrong, ...lacking(answer.text, facts, said), ...checkRows(answer, rows, said)];
}

function checkRows(answer: GivenAnswer, rows: readonly Row[], said: readonly number[]): string[] {
  const names = new Map(rows.flatMap((row) => namesOf(row).map((name) => [name, row.key])));
  const there = new Set(mentionsIn(answer.text, [...names.keys()]).map(({ name }) => names.get(name)));
  const tries = waysToDivide(answer, names).map((segments) => checkValues(segments, rows, there, said));
  const best = tries.reduce((least, each) => (each.length < least.length ? each : least));
  return [...rows.filter(({ key }) => !there.has(key)).map(({ key }) => `${key} is not there`), ...best];
}

function checkValues(segments: Segments, rows: readonly Row[], there: ReadonlySet<unknown>, said: readonly number[]): string[] {
  return rows.flatMap(({ key, values = [] }, nth) => {
    if (!there.has(key)) return [];
    // Its place in the list may be said.
    return lacking(segments.get(key) ?? '', values, [nth + 1, ...said]).map((problem) => `${key}: ${problem}`);
  });
}

/** What a text lacks of these values and, if one is a number, the numbers that it has beside them. */
function lacking(text: string, values: readonly Value[], said: readonly number[]): string[] {
  const texts = values.flatMap((value) => (typeof value === 'number' ? [] : [typeof value === 'string' ? [value] : value]));
  const numbers = values.filter((value) => typeof value === 'number');
  const unsaid = texts.filter((ways) => mentionsIn(text, ways).length === 0).map(([first]) => `"${first}" is missing`);
  const { missing, extra } = compareNumbers(numbersIn(without(text, mentionsIn(text, texts.flat()))), numbers);
  const wrong = numbers.length > 0 ? extra.filter((number) => !said.includes(number)) : [];
  return [...unsaid, ...missing.map((number) => `${number} is missing`), ...wrong.map((number) => `${number} is not right`)];
}

function namesOf({ key, aliases = [] }: Row): string[] {
  return [key, ...aliases];
}
