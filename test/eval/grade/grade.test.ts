import { describe, expect, test } from 'vitest';
import { cases, seeded } from '../../support/random.ts';
import { JOBS } from '../jobs/jobs.ts';
import { shuffled } from '../world/random.ts';
import { makeData, type Urls } from '../world/world.ts';
import { FORMS, rightAnswer, type Answer } from './forms.ts';
import { grade } from './grade.ts';

const SEEDS = Array.from({ length: cases(1) }, (_, at) => at + 1);
const CASES = SEEDS.flatMap((seed) => JOBS.map((job) => ({ seed, job, name: job.name })));
const DATA = new Map(SEEDS.map((seed) => [seed, makeData(seed)]));
/** Names of the sites in place of their URLs. */
const URLS = new Proxy({}, { get: (_, name) => `http://${String(name)}.test` }) as Urls;

function caseOf({ seed, job }: (typeof CASES)[number]) {
  const data = DATA.get(seed) ?? makeData(seed);
  const expected = job.expected(data);
  const question = job.question(URLS, data);
  return { expected, question, right: rightAnswer(expected), random: seeded(seed) };
}

describe('the right answer is right in any form', () => {
  test.each(CASES)('$name, seed $seed', (each) => {
    const { expected, question, right } = caseOf(each);
    const graded = Object.entries(FORMS).map(([form, write]) => ({ form, wrong: grade(write(right), expected, { question }) }));
    expect(graded.length).toBeGreaterThan(0);
    expect(graded.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
  });
});

describe('another is wrong in any form', () => {
  test.each(CASES)('$name, seed $seed', (each) => {
    const { expected, question, right, random } = caseOf(each);
    const answers = Object.entries(wrongAnswers(right, expected.others ?? [], random));
    const written = answers.flatMap(([what, answer]) =>
      Object.entries(FORMS).map(([form, write]) => ({ what, form, raw: write(answer) })),
    );
    expect(written.length).toBeGreaterThan(0);
    expect(written.filter(({ raw }) => grade(raw, expected, { question }).length === 0)).toEqual([]);
  });
});

/** What is nearly right: one thing left out, one too many, a number that is off by one, values of two things swapped. */
function wrongAnswers(
  { facts, rows }: Answer,
  others: readonly string[],
  random: ReturnType<typeof seeded>,
): Record<string, Answer> {
  const wrong: Record<string, Answer> = { nothing: { facts: [], rows: [] } };
  const [out] = shuffled(random, rows);
  if (out) wrong['one left out'] = { facts, rows: rows.filter((row) => row !== out) };
  const [other] = shuffled(random, others);
  if (other !== undefined) wrong['one too many'] = { facts, rows: [...rows, { key: other, values: out?.values ?? [] }] };
  const counted = rows.find(({ values }) => values.some((value) => typeof value === 'number'));
  if (counted)
    wrong['a number of a row'] = {
      facts,
      rows: rows.map((row) => (row === counted ? { ...row, values: row.values.map(off) } : row)),
    };
  const number = facts.findIndex((fact) => typeof fact === 'number');
  if (number >= 0) wrong['a number'] = { facts: facts.map((fact, nth) => (nth === number ? off(fact) : fact)), rows };
  const text = facts.findIndex((fact) => typeof fact === 'string');
  if (text >= 0) wrong['a name'] = { facts: facts.map((fact, nth) => (nth === text ? 'Somebody Else' : fact)), rows };
  const [first, second] = [rows[0], rows.find(({ values }) => String(values) !== String(rows[0]?.values))];
  if (first && second) {
    const swapped = new Map([
      [first, { ...first, values: second.values }],
      [second, { ...second, values: first.values }],
    ]);
    wrong['two swapped'] = { facts, rows: rows.map((row) => swapped.get(row) ?? row) };
  }
  return wrong;
}

function off(value: string | number): string | number {
  return typeof value === 'number' ? value + 1 : value;
}

describe('by hand', () => {
  const people = { rows: [{ key: 'jdoe', values: [7] }, { key: 'mkl', values: [12] }], others: ['bob'] }; // prettier-ignore

  test.each([
    ['JDOE 7, MKL 12'],
    ['{"rows":[["mkl",12],["jdoe","7"]]}'],
    ['[{"count":12,"login":"mkl","place":1},{"count":7,"login":"jdoe","place":2}]'],
    ['The two are **mkl** with 12 and **jdoe** with 7.'],
    ['"{\\"jdoe\\":7,\\"mkl\\":12}"'],
  ])('%s is right', (raw) => {
    expect(grade(raw, people)).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['', ['there is no answer']],
    ['jdoe 7', ['mkl is not there']],
    ['{"jdoe": 7, "mkl": 11, "ann": 3}', ['mkl: 12 is missing', 'mkl: 11 is not right']],
    ['jdoe 7, mkl 12 and bob 5', ['bob should not be there', 'mkl: 5 is not right']],
    ['jdoe 12, mkl 7', ['jdoe: 7 is missing']],
    ['jdoes 7, mkl 12', ['jdoe is not there']],
  ])('%s is not', (raw, wrong) => {
    expect(grade(raw, people).toSorted()).toEqual(wrong.toSorted());
  });

  test.each([
    ['1234.5', true],
    ['1,234.50 EUR', true],
    ['1.234,50 €', true],
    ['it is 1234.504 (rounded)', true],
    ['1234.6', false],
    ['1234', false],
    ['1234.5 or 1234.6', false],
    ['v1234.5.0', false],
  ])('%s for 1234.5: %s', (raw, isRight) => {
    expect(grade(raw, { facts: [1_234.5] }).length === 0).toBe(isRight);
  });

  test('numbers of the question may be repeated, and origins of the world stand for nothing', () => {
    expect(grade('In 2023: 5', { facts: [5] }, { question: 'How many in 2023?' })).toEqual([]);
    const moved = { rows: [{ key: '/a', values: ['/b'] }], others: ['/b/c'] };
    expect(
      grade('{"http://127.0.0.1:81/a": {"status": 301, "to": "http://127.0.0.1:81/b"}}', moved, {
        origins: ['http://127.0.0.1:81'],
      }),
    ).toEqual([]);
  });

  test('what stands beside a list is said of all in it', () => {
    const drift = { rows: [{ key: 'cache.level', values: ['basket'] }, { key: 'http.prefix', values: ['basket'] }] }; // prettier-ignore
    expect(grade('[{"service":"basket","settings":["cache.level","http.prefix"]}]', drift)).toEqual([]);
    expect(grade('{"basket":{"cache.level":[1,2],"http.prefix":["a","b"]}}', drift)).toEqual([]);
    expect(grade('basket.cache.level, basket.http.prefix', drift)).toEqual([]);
    expect(grade('{"basket":["cache.level"],"ledger":["http.prefix"]}', drift)).toEqual(['http.prefix: "basket" is missing']);
  });
});
