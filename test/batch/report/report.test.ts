import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { readStored } from '../../../src/tools/read/read-stored.ts';
import { report } from '../../../src/batch/report/report.ts';
import type { CallResult, Outcome, ResultRecord } from '../../../src/batch/args/result-schema.ts';
import { readSchema } from '../../../src/tools/read/read-schema.ts';
import type { BodyContent } from '../../../src/result/read-content.ts';
import { present } from '../../../src/result/read-shown.ts';
import { BodyStore } from '../../../src/result/store/body-store.ts';
import { ResultStore, type KeptRecord } from '../../../src/result/store/result-store.ts';
import { estimateTokens } from '../../../src/result/budget/tokens.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { factsOf } from '../../support/record-facts.ts';
import { cases, seeded, type Random } from '../../support/random.ts';
import type { FinishedRequest } from '../../../src/batch/outcome/draft.ts';
import { serialise } from '../../../src/batch/report/serialise.ts';

/** Calls of a test. */
const BLOCK = 10;
const MOST_CHARACTERS = 40_000;

const parent = mkdtempSync(join(tmpdir(), 'fetch-many-report-'));
const stored = new ResultStore(new BodyStore({ parent, maxBytes: 2 ** 30, memoryBytes: 2 ** 20 }));
const sandbox = new Sandbox(new URL('../../../dist/sandbox.js', import.meta.url));
const { signal } = new AbortController();
let batches = 0;

afterAll(async () => {
  await stored.bodies.close();
  await sandbox.close();
  rmSync(parent, { recursive: true, force: true });
});

interface Facts {
  readonly maxTokens: number;
  readonly layout?: 'records' | 'table';
}

/** A body or a failure for each request. */
type What = readonly (BodyContent | ResultRecord)[];

/** The report of these bodies or failures, as a call would get it. */
async function reported(what: What, facts: Facts): Promise<{ value: CallResult; text: string }> {
  const { maxTokens, layout = 'records' } = facts;
  const batch = `b${++batches}`;
  const records: KeptRecord[] = [];
  const finished: FinishedRequest[] = [];
  for (const [i, each] of what.entries()) {
    if ('i' in each) {
      finished.push({ record: each });
      const failure = factsOf(i, { ok: false, outcome: each.outcome ?? null, error: each.error ?? null });
      records.push({ facts: failure, reading: undefined, keys: [], bytes: 0, place: 0 });
      continue;
    }
    const url = `http://127.0.0.1/${i}`;
    const content = bytesOf(each);
    const key = String(await stored.bodies.put(content));
    const { value, isCut, weight, of } = present(each, maxTokens);
    finished.push({
      record: { i, status: 200 },
      body: { value, isCut, weight, of, bytes: content.length },
      ref: `${batch}/${i}`,
    });
    const contentType = each.kind === 'json' ? 'application/json' : 'text/plain; charset=utf-8';
    const reading = {
      contentType,
      url,
      as: each.kind === 'json' ? ('json' as const) : ('text' as const),
      isLenient: false,
      select: undefined,
    };
    records.push({ facts: factsOf(i, { url, status: 200 }), reading, keys: [key], bytes: content.length, place: 0 });
  }
  stored.add({ name: batch, ids: [], records });
  const run = { finished, origins: new Set(['http://127.0.0.1']), notes: [] };
  const value = report(run, { batch, elapsedMs: 1, maxTokens, layout });
  return { value, text: serialise(value) };
}

/** Text as content. */
function text(value: string): BodyContent {
  return { kind: 'text', value: value.toWellFormed(), mimeType: 'text/plain', notes: [] };
}

/** A JSON value as content. */
function json(value: unknown): BodyContent {
  return { kind: 'json', value, mimeType: 'application/json', notes: [] };
}

function bytesOf({ kind, value }: BodyContent): Buffer {
  return Buffer.from(kind === 'json' ? (JSON.stringify(value) ?? 'null') : String(value));
}

function randomCall(random: Random): (BodyContent | ResultRecord)[] {
  const count = random.next() < 0.5 ? random.int(1, 8) : random.int(1, 300);
  const size = Math.ceil(1_500 / count) * random.int(1, 3);
  const failing = random.pick([0, 0, 0.2, 1]);
  return Array.from({ length: count }, (_, i) => {
    if (random.next() >= failing) return random.next() < 0.8 ? json(random.json(size)) : text(random.text(size * 50));
    const outcome = random.pick<Outcome>(['network', 'decode', 'timeout', 'blocked']);
    const [id, url] = [random.text(80), `http://127.0.0.1/${random.text(300)}`];
    const headers = { link: random.text(900) };
    return { i, id, url, outcome, kind: 'connect', error: random.text(1_000), attempts: 3, headers };
  });
}

/** What is left of a result when nothing is shown but what tells its records apart, and where their bodies are. */
function bare(result: CallResult, what: What, batch: string): string {
  const { summary, notes } = result;
  const results = what.map((each, i): ResultRecord => {
    return 'i' in each ? { i, outcome: each.outcome, kind: each.kind } : { i, status: 200, ref: `${batch}/${i}` };
  });
  return serialise({ summary, results, ...(notes ? { notes } : {}) });
}

/** A record, or a row of a table as one. */
type Shown = Partial<Pick<ResultRecord, 'outcome' | 'status' | 'ref' | 'truncated'>> & { readonly body?: unknown };

/** Every record of a result by its index, those of a table too; there a body has the columns that it should have. */
function recordsOf({ summary, columns = [], rows = [], results, notes = [] }: CallResult, what: What): Map<number, Shown> {
  const isLeast = notes.some((note) => note.includes('has the ref summary.batch/i'));
  const fixed = new Set(['i', 'status', '_ref', '_truncated']);
  const named = rows.map((row): [number, Shown] => {
    const cell = (column: string): unknown => row[columns.indexOf(column)] ?? undefined;
    const i = Number(row[0]);
    const of = what[i];
    const value = of && 'value' in of ? of.value : undefined;
    const keys = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : undefined;
    const body = keys
      ? Object.fromEntries(keys.map((key) => [key, cell(fixed.has(key) ? `body.${key}` : key) ?? null]))
      : (cell('body') ?? null);
    return [i, { status: cell('status'), ref: cell('_ref'), truncated: cell('_truncated'), body } as Shown];
  });
  const refer = (record: ResultRecord): Shown => {
    return isLeast && record.body === undefined ? { ...record, ref: `${summary.batch}/${record.i}` } : record;
  };
  return new Map([...named, ...results.map((record): [number, Shown] => [record.i, refer(record)])]);
}

describe('any bodies, any budget, either layout', () => {
  test.each(Array.from({ length: cases(1) }, (_, block) => block * BLOCK))('seeds from %i', async (first) => {
    for (let seed = first; seed < first + BLOCK; seed++) {
      const random = seeded(seed + 1);
      const what = randomCall(random);
      const maxTokens = random.int(500, 20_000);
      const layout = random.pick<'records' | 'table'>(['records', 'table']);
      const { value, text: written } = await reported(what, { maxTokens, layout });
      const provenance = `seed ${seed}, ${what.length} ${layout}, ${maxTokens} tokens`;

      expect(isDeepStrictEqual(JSON.parse(written), JSON.parse(JSON.stringify(value))), provenance).toBe(true);
      const least = bare(value, what, value.summary.batch ?? '');
      const most = estimateTokens(least) <= maxTokens ? maxTokens : Infinity;
      expect(estimateTokens(written), provenance).toBeLessThanOrEqual(most);
      expect(written.length, provenance).toBeLessThanOrEqual(Math.max(4 * maxTokens, least.length * 1.1));

      const records = recordsOf(value, what);
      expect(
        [...records.keys()].toSorted((a, b) => a - b),
        provenance,
      ).toEqual(what.map((_, i) => i));
      const orders = [value.results.map(({ i }) => i), (value.rows ?? []).map(([i]) => Number(i))];
      for (const order of orders) expect(order, provenance).toEqual(order.toSorted((a, b) => a - b));
      const faults = what.map((each, i) => {
        const record = records.get(i) ?? {};
        return 'i' in each ? (record.outcome === each.outcome ? '' : 'another outcome') : faultOf(each, record);
      });
      expect(
        [...faults.entries()].filter(([, fault]) => fault !== ''),
        provenance,
      ).toEqual([]);
      for (const i of [0, random.int(0, what.length - 1)]) {
        expect(await isReadable(what[i], records.get(i)), provenance).toBe(true);
      }
    }
  });
});

/** What is wrong with a record: its body is neither whole, nor is it said how much there is of it and where. */
function faultOf(content: BodyContent, { body, ref, truncated }: Shown): string {
  if (!truncated) return ref !== undefined || isDeepStrictEqual(body, content.value) ? '' : 'another body';
  const { kept, of, bytes } = truncated;
  if (truncated.ref === undefined) return 'no ref';
  if (kept >= of || !lengthsIn(content.value).has(of)) return `kept ${kept} of ${of}`;
  return bytes === bytesOf(content).length ? '' : `bytes ${bytes}`;
}

/** Whether what is not shown whole can be read again. */
async function isReadable(content: What[number] | undefined, shown: Shown | undefined): Promise<boolean> {
  const ref = shown?.truncated?.ref ?? shown?.ref;
  if (ref === undefined || !content || 'i' in content) return true;
  const { bytes } = await readStored(readSchema.parse({ ref }), { results: stored, sandbox, signal, redact: (each) => each });
  return bytes === bytesOf(content).length;
}

/** How long a value is, and all that is in it: any of these can have been cut. */
function lengthsIn(value: unknown, lengths = new Set<number>()): Set<number> {
  if (typeof value === 'string') lengths.add(value.length);
  if (typeof value !== 'object' || value === null) return lengths;
  const parts: unknown[] = Object.values(value);
  lengths.add(parts.length);
  for (const part of parts) lengthsIn(part, lengths);
  return lengths;
}

describe('1,000 results of which none fits', () => {
  test.each(['records', 'table'] as const)('say status and ref, as %s', async (layout) => {
    const what = Array.from({ length: 1_000 }, () => text('All work and no play makes Jack a dull boy. '.repeat(10)));
    const { value, text: written } = await reported(what, { maxTokens: 10_000, layout });
    const records = recordsOf(value, what);
    expect(records.size).toBe(1_000);
    expect([...records].filter(([i, { ref }]) => ref !== `${value.summary.batch}/${i}`)).toEqual([]);
    expect(value.notes).toContainEqual(expect.stringMatching(/has the ref summary\.batch\/i; 200: i 0-999$/));
    expect(written.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  });

  test('that are failures with long errors keep their outcome each', async () => {
    const what = Array.from({ length: 1_000 }, (_, i): ResultRecord => {
      const url = `http://127.0.0.1/${i}/`.padEnd(2_000, 'y');
      return { i, id: 'x'.repeat(500), url, outcome: 'network', error: 'z'.repeat(900) };
    });
    const { value, text: written } = await reported(what, { maxTokens: 10_000 });
    expect(value.results.map(({ i, outcome }) => `${i} ${outcome}`)).toEqual(what.map((_, i) => `${i} network`));
    expect(written.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  });
});

test('what tells records apart is not left out without a word, and no failures are told of where there are none', () => {
  const finished = Array.from({ length: 300 }, (_, i): FinishedRequest => ({ record: { i, vars: { n: i }, status: 200 } }));
  const run = { finished, origins: new Set<string>(), notes: [] };
  const { notes } = report(run, { batch: 'b', elapsedMs: 1, maxTokens: 2_000, layout: 'records' });
  expect(notes?.join()).not.toContain('failures');
  expect(notes?.[0]).toMatch(/^to save room, (?:ids, vars, URLs and headers are left out|records have only their outcome)/);
});

test('a body that takes no more room than its ref is shown', async () => {
  const what = Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? json(i) : text('word '.repeat(500))));
  const { value } = await reported(what, { maxTokens: 2_000 });
  expect(value.results.map(({ body }) => body)).toEqual(what.map((_, i) => (i % 2 === 0 ? i : undefined)));
});

test('what cannot be kept is cut all the same, and the notes say that it is lost', () => {
  const whole = Array.from({ length: 5_000 }, (_, id) => id);
  const { value, isCut, weight, of } = present(json(whole), 500);
  const body = { value, isCut, weight, of, bytes: 24_001 };
  const run = { finished: [{ record: { i: 0, status: 200 }, body }], origins: new Set<string>(), notes: [] };
  const { results: shown, notes } = report(run, { batch: 'b1', elapsedMs: 1, maxTokens: 500, layout: 'records' });
  expect(shown[0]?.truncated).toEqual({ kept: expect.any(Number), of: 5_000, bytes: 24_001 });
  expect(notes?.join()).toMatch(/1 body was cut.*could not be kept/);
});
