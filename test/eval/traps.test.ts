import { describe, expect, test } from 'vitest';
import { cases } from '../support/random.ts';
import { grade } from './grade/grade.ts';
import { jobOf } from './runner/session.ts';
import { makeData, type WorldData } from './world/world.ts';

const WORLDS = Array.from({ length: cases(3) }, (_, at) => ({ seed: at + 1, data: makeData(at + 1) }));

type Pairs = Record<string, number>;

function count<T>(items: readonly T[], key: (item: T) => string, value: (item: T) => number = () => 1): Pairs {
  const counts: Pairs = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + value(item);
  return counts;
}

function top(counts: Pairs, most: number): [string, number][] {
  return Object.entries(counts)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, most);
}

function bodies(list: readonly object[]): readonly ProductBody[] {
  return list as readonly ProductBody[];
}

interface ProductBody {
  readonly sku: string;
  readonly category: string;
  readonly discontinued?: boolean;
  readonly price: { readonly gross: string };
  readonly stock: { readonly quantity: string | null };
}

/** The four facts of the catalogue, from rows of it. */
function catalogueFacts(
  rows: readonly ProductBody[],
  isDearer: (a: ProductBody, b: ProductBody) => boolean,
  isOut: (each: ProductBody) => boolean,
): object {
  const dearest = rows.reduce((most, each) => (isDearer(each, most) ? each : most));
  return { products: rows.length, out: rows.filter(isOut).length, dearest: [dearest.sku, dearest.price.gross] };
}

function unique(rows: readonly ProductBody[]): ProductBody[] {
  return [...new Map(rows.map((row) => [row.sku, row])).values()];
}

const byNumber = (a: ProductBody, b: ProductBody): boolean => Number(a.price.gross) > Number(b.price.gross);
const isOut = ({ stock }: ProductBody): boolean => stock.quantity === '0';

/** What somebody answers who does not look closely: by job and slip. */
const CARELESS: readonly (readonly [job: string, slip: string, answer: (data: WorldData) => unknown])[] = [
  ['assignees', 'counts closed issues', ({ tracker }) => top(count(tracker.issues.filter(({ assignee }) => assignee), ({ assignee }) => assignee?.login ?? ''), 3)],
  ['assignees', 'takes logins as they are typed', ({ tracker }) => top(count(tracker.issues.filter((each) => each.isOpen && each.assignee), ({ typedLogin }) => typedLogin), 3)],
  ['customers', 'counts what was cancelled', ({ orders }) => top(count(orders.orders.filter(({ company }) => company), ({ company }) => company?.name ?? '', ({ cents }) => cents / 100), 5)],
  ['customers', 'reads one page of orders', ({ orders }) => top(count(orders.orders.slice(0, 40).filter((each) => each.company && each.isPaid), ({ company }) => company?.name ?? '', ({ cents }) => cents / 100), 5)],
  ['catalogue', 'counts rows', ({ catalogue: { rows } }) => catalogueFacts(bodies(rows), byNumber, isOut)],
  ['catalogue', 'takes null for 0', ({ catalogue: { rows } }) => catalogueFacts(unique(bodies(rows)), byNumber, ({ stock }) => Number(stock.quantity) === 0)],
  ['catalogue', 'compares prices as text', ({ catalogue: { rows } }) => catalogueFacts(unique(bodies(rows)), (a, b) => a.price.gross > b.price.gross, isOut)],
  ['discontinued', 'takes categories as they are typed', ({ catalogue: { rows } }) => count(unique(bodies(rows)).filter((each) => each.discontinued), ({ category }) => category)],
  ['unpaid', 'leaves out what is overdue', ({ billing }) => count(billing.invoices.filter(({ state }) => state === 'open'), ({ currency }) => currency, ({ cents }) => (cents ?? 0) / 100)],
  ['deprecated', 'looks for the word', ({ reference }) => [...reference.pages.values()].flatMap((page) => [...page.matchAll(/id="(\w+)"(?:(?!<section)[\s\S])*?deprecated/g)].map(([, name]) => name))],
  ['error-codes', 'takes the first section of about that name', ({ manual }) => manual.codes.filter((each) => each.section.startsWith('Storage') && each.isRetryable).map(({ code }) => code)],
  ['edits', 'counts the archive', ({ notes }) => editsOf(notes.notes.filter(({ year }) => year === 2023))],
  ['edits', 'leaves out what nobody knows', ({ notes }) => editsOf(notes.notes.filter((note) => note.year === 2023 && !note.isArchived && note.editor))],
  ['edits', 'reads one page', ({ notes }) => editsOf(notes.notes.slice(0, 25).filter(({ year, isArchived }) => year === 2023 && !isArchived))],
  ['downloads', 'goes by the date of the update', ({ releases }) => top(count(releases.releases, ({ version }) => version, (each) => each.downloads), 3)],
  ['health', 'does not ask again', ({ ops }) => Object.fromEntries([...ops.services.map(({ name, reason }) => [name, reason]).filter(([, reason]) => reason), [ops.restarting, 'Restarting']])],
  ['drift', 'tells text from numbers', ({ settings }) => [...settings.drifts, ...settings.alike]],
]; // prettier-ignore

function editsOf(notes: WorldData['notes']['notes']): string {
  const [[name, most] = []] = top(
    count(
      notes.filter(({ editor }) => editor),
      ({ editor }) => editor?.name ?? '',
    ),
    1,
  );
  return `${notes.length} notes, ${name} ${most}`;
}

describe('whoever is careless is wrong, whatever the seed', () => {
  test.each(CARELESS)('%s: %s', (name, _, answer) => {
    for (const { seed, data } of WORLDS) {
      const given = answer(data);
      const wrong = grade(typeof given === 'string' ? given : JSON.stringify(given), jobOf(name).expected(data));
      expect({ seed, isWrong: wrong.length > 0 }).toEqual({ seed, isWrong: true });
    }
  });
});
