import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadArgs } from '../../../src/sandbox/jobs/read.ts';
import { RUNNERS, type JobRunner } from './job-runners.ts';
import { unbundled } from './unbundled.ts';

/** What a measurement came to. */
export interface Sample {
  /** Milliseconds of the first time, and the median of the others. */
  readonly first: number;
  readonly ms: number;
  readonly mib: number;
}

/** Something that is measured again and again. */
export interface Measurement {
  readonly run: () => Promise<unknown>;
  readonly rounds: number;
  readonly close: () => Promise<void>;
}

const CORPUS = new URL('../../result/html/corpus/', import.meta.url);
const FIELDS = '[].{id: id, name: name, city: address.city}';

/** 1 MB of users, as JSON. */
export const USERS = JSON.stringify(
  Array.from({ length: 4_000 }, (_, id) => ({
    id,
    name: `Name ${id}`,
    address: { street: 'x'.repeat(120), city: `City ${id}` },
    company: { name: 'y'.repeat(40) },
  })),
);
const MEGABYTES = (USERS.length / 1e6).toFixed(1);
const BODIES = 1_000;
const BODY_ITEMS = 900;

/** How a body is read. */
export function reading(contentType: string, bytes: Buffer, fields?: string): ReadArgs {
  return {
    sources: [{ bytes }],
    reading: { contentType, url: 'https://example.org/', as: 'auto', isLenient: false, select: fields },
    maxTokens: 10_000,
  };
}

/** A page of the corpus. */
export function pageOf(name: string): Buffer {
  return readFileSync(new URL(name, CORPUS));
}

async function selectHere(): Promise<Measurement> {
  const { readShown } = await unbundled<typeof import('../../../src/result/read-shown.ts')>('result/read-shown.js');
  const bytes = Buffer.from(USERS);
  const { reading: how } = reading('application/json', bytes, FIELDS);
  return { run: () => readShown([bytes], how, 10_000), rounds: 30, close: () => Promise.resolve() };
}

async function select(runner: Promise<JobRunner>): Promise<Measurement> {
  const { read, close } = await runner;
  const args = reading('application/json', Buffer.from(USERS), FIELDS);
  return { run: () => read(args), rounds: 30, close };
}

async function convert(page: string, runner: Promise<JobRunner>): Promise<Measurement> {
  const { read, close } = await runner;
  const args = reading('text/html', pageOf(page));
  return { run: () => read(args), rounds: 15, close };
}

/** As a call does it: each body comes, is stored and cut to the budget; then all are fitted together. */
async function fitting(): Promise<Measurement> {
  const { report } = await unbundled<typeof import('../../../src/batch/report/report.ts')>('batch/report/report.js');
  const { serialise } = await unbundled<typeof import('../../../src/batch/report/serialise.ts')>('batch/report/serialise.js');
  const { readShown } = await unbundled<typeof import('../../../src/result/read-shown.ts')>('result/read-shown.js');
  const { BodyStore } = await unbundled<typeof import('../../../src/result/store/body-store.ts')>('result/store/body-store.js');
  const parent = mkdtempSync(join(tmpdir(), 'fetch-many-bench-'));
  const store = new BodyStore({ parent, maxBytes: 2 ** 28 });
  const bytes = Buffer.from(
    JSON.stringify(Array.from({ length: BODY_ITEMS }, (_, id) => ({ id, text: 'some words '.repeat(8) }))),
  );
  const { reading: how } = reading('application/json', bytes);
  const run = async (): Promise<string> => {
    const finished = [];
    for (let i = 0; i < BODIES; i++) {
      await store.put(bytes);
      const read = await readShown([bytes], how, 10_000);
      if (!('shown' in read)) throw new Error('Expected a body that can be read');
      const { value, isCut, weight, of } = read.shown;
      finished.push({ record: { i, status: 200 }, body: { value, isCut, weight, of, bytes: bytes.length }, ref: `b/${i}` });
    }
    const facts = { batch: 'b', elapsedMs: 1, maxTokens: 10_000, layout: 'records' as const };
    return serialise(report({ finished, origins: new Set<string>(), notes: [] }, facts));
  };
  const close = async (): Promise<void> => {
    await store.close();
    rmSync(parent, { recursive: true, force: true });
  };
  return { run, rounds: 2, close };
}

/** What is measured, by the name it has in the table. */
export const MEASUREMENTS: ReadonlyMap<string, () => Promise<Measurement>> = new Map([
  [`three fields of ${MEGABYTES} MB, here`, selectHere],
  ...Object.entries(RUNNERS).map(([where, make]) => {
    return [`three fields of ${MEGABYTES} MB, ${where}`, () => select(make())] as const;
  }),
  ...readdirSync(CORPUS).flatMap((page) => {
    if (!page.endsWith('.html')) return [];
    return Object.entries(RUNNERS).map(([where, make]) => {
      return [`${page} as Markdown, ${where}`, () => convert(page, make())] as const;
    });
  }),
  [`${BODIES} x 100 KB into 10,000 tokens`, fitting],
]);
