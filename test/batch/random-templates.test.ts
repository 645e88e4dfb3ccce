import { expect, test } from 'vitest';
import { parseTemplate } from '../../src/batch/plan/template.ts';
import { requestsOf } from '../support/plan.ts';
import { bruteExpand, bruteRows, type Values } from '../support/brute-template.ts';
import { cases, seeded, type Random } from '../support/random.ts';

const NAMES = ['id', 'user', 'x', 'page.no', 'q_1', 'caf%C3%A9'] as const;
const TEXTS = [
  '',
  'a',
  '0',
  'Hello World!',
  '50%',
  '%20done',
  '/a/b?c#d',
  'a=b&c',
  'é',
  '吾輩は猫である',
  '👩‍👩‍👧🎉🎉',
  '\ud83d',
  'x\udc00y',
  '..',
  '.',
  '../x',
  "it's (so) *big*",
  '[1]',
  '{id}',
  '\n',
] as const;

function scalar(random: Random): string | number | boolean {
  if (random.next() < 0.3) return random.int(-1_000, 1_000);
  return random.next() < 0.1 ? random.next() < 0.5 : random.pick(TEXTS);
}

/** A range, as it is written and as what it stands for. */
function range(random: Random): { readonly written: string; readonly values: number[] } {
  const step = random.int(1, 7) * (random.next() < 0.4 ? -1 : 1);
  const count = random.int(1, 4);
  const from = random.int(-20, 20);
  const last = from + step * (count - 1);
  // Up to the next value, which it does not reach.
  const to = count === 1 && random.next() < 0.5 ? from : last + Math.sign(step) * random.int(0, Math.abs(step) - 1);
  return { written: `${from}..${to}:${step}`, values: Array.from({ length: count }, (_, nth) => from + nth * step) };
}

function randomVars(random: Random, names: readonly string[]): { readonly vars: object; readonly lists: unknown } {
  if (random.next() < 0.3) {
    const rows = Array.from({ length: random.int(1, 4) }, () =>
      Object.fromEntries(
        names.map((name) => {
          const list = Array.from({ length: random.int(1, 3) }, () => scalar(random));
          return [name, random.next() < 0.3 ? list : scalar(random)];
        }),
      ),
    );
    return { vars: rows, lists: rows };
  }
  const made = names.map((name) => {
    if (random.next() < 0.3) {
      const { written, values } = range(random);
      return [name, written, values] as const;
    }
    const list = Array.from({ length: random.int(1, 3) }, () => scalar(random));
    return [name, list, list] as const;
  });
  const vars = Object.fromEntries(made.map(([name, written]) => [name, written]));
  return { vars, lists: Object.fromEntries(made.map(([name, , values]) => [name, values])) };
}

function randomTemplate(random: Random, names: readonly [string, ...string[]]): string {
  const literals = ['/', '/', '/', '-', 'a b', 'é', '%41', '~x', '.json', "it's", ''] as const;
  const pieces = Array.from({ length: random.int(1, 5) }, () => {
    const specs = Array.from({ length: random.int(1, 3) }, () => {
      const modifier = random.pick(['', '', '', '*', `:${random.int(1, 12)}`]);
      return random.pick(names) + modifier;
    });
    return `${random.pick(literals)}{${random.pick(['', '', '+', '#', '.', '/', ';', '?', '&'])}${specs.join(',')}}`;
  });
  return `/r${pieces.join('')}${random.pick(literals)}`;
}

/** Whether a dot of a value, or one before it, makes a whole segment of the path a `.` or `..`: with other values it is none. */
function climbs(url: string, row: Values): boolean {
  const other = Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      return [name, Array.isArray(value) ? value.map((item) => undotted(item)) : undotted(value)];
    }),
  );
  const [segments, others] = [row, other].map(
    (values) =>
      bruteExpand(url, values)
        .split(/[?#]/)[0]
        ?.split(/\/|%2F/) ?? [],
  );
  return segments?.some((segment, nth) => /^\.{1,2}$/.test(segment) && others?.[nth] !== segment) ?? false;
}

function undotted(value: unknown): string {
  return String(value).replaceAll('.', '_').padEnd(1, '_');
}

test.each([1, 2])('random templates with random vars come to what brute force makes of them (seed %i)', async (seed) => {
  const random = seeded(seed);
  let [compared, refused] = [0, 0];
  for (let round = 0; round < cases(50); round++) {
    const [first, ...others] = NAMES.filter(() => random.next() < 0.5);
    const names = [first ?? 'id', ...others] as const;
    const url = randomTemplate(random, [...names]);
    const { vars, lists } = randomVars(
      random,
      names.filter((name) => new RegExp(`[{,+#./;?&]${name}[},*:]`).test(url)),
    );
    const rows = bruteRows(lists);
    const expected = rows.map((row) => bruteExpand(url, row));
    const template = parseTemplate(url);
    expect(
      rows.map((row) => template.expand(row)),
      url,
    ).toEqual(expected);
    const requests = await requestsOf({ base_url: 'http://a.example', requests: [{ url, vars }] }, { maxRequests: 1_000_000 });
    const hrefs = expected.map((text, nth) => {
      return climbs(url, rows[nth] ?? {}) ? 'refused' : new URL(`http://a.example${text.split('#')[0]}`).href;
    });
    const found = requests.map((each) => {
      if ('request' in each) return each.request.url.href.replace(/#$/, '');
      return each.error?.includes('would leave the folder') ? 'refused' : each.error;
    });
    expect(found, `${url} ${JSON.stringify(vars)}`).toEqual(hrefs);
    compared += rows.length;
    refused += found.filter((each) => each === 'refused').length;
  }
  expect(compared).toBeGreaterThan(cases(100));
  expect(refused).toBeGreaterThan(cases(1));
});
