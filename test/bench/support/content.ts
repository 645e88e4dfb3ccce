import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UNBUNDLED, unbundled } from './unbundled.ts';

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
const USERS = JSON.stringify(
  Array.from({ length: 4_000 }, (_, id) => ({
    id,
    name: `Name ${id}`,
    address: { street: 'x'.repeat(120), city: `City ${id}` },
    company: { name: 'y'.repeat(40) },
  })),
);
const BODIES = 1_000;
const BODY_ITEMS = 900;

async function workers(): Promise<import('../../../src/result/workers/workers.ts').Workers> {
  const { Workers } = await unbundled<typeof import('../../../src/result/workers/workers.ts')>('result/workers/workers.js');
  return new Workers(new URL('result/worker-main.js', UNBUNDLED));
}

async function selectInline(): Promise<Measurement> {
  const { select } = await unbundled<typeof import('../../../src/result/select/select.ts')>('result/select/select.js');
  const idle = await workers();
  const body = { value: JSON.parse(USERS) as unknown, bytes: 1 }; // so small that it runs here
  const { signal } = new AbortController();
  return { run: () => select(body, FIELDS, idle, signal), rounds: 30, close: () => idle.close() };
}

async function selectAside(): Promise<Measurement> {
  const { select } = await unbundled<typeof import('../../../src/result/select/select.ts')>('result/select/select.js');
  const busy = await workers();
  const body = { value: JSON.parse(USERS) as unknown, bytes: 2 ** 30 }; // so large that it runs in the worker
  const { signal } = new AbortController();
  return { run: () => select(body, FIELDS, busy, signal), rounds: 30, close: () => busy.close() };
}

async function convert(page: string): Promise<Measurement> {
  const { convertHtml } = await unbundled<typeof import('../../../src/result/html/convert.ts')>('result/html/convert.js');
  const busy = await workers();
  const html = readFileSync(new URL(page, CORPUS), 'utf8');
  return { run: () => convertHtml(html, 'https://example.org/', busy), rounds: 15, close: () => busy.close() };
}

/** As a call does it: each body comes, is cut to the budget and stored; then all are fitted together. */
async function fitting(): Promise<Measurement> {
  const { report, serialise } = await unbundled<typeof import('../../../src/batch/report/report.ts')>('batch/report/report.js');
  const { Body } = await unbundled<typeof import('../../../src/result/body.ts')>('result/body.js');
  const { json } = await unbundled<typeof import('../../../src/result/read-content.ts')>('result/read-content.js');
  const { Store } = await unbundled<typeof import('../../../src/result/store/store.ts')>('result/store/store.js');
  const parent = mkdtempSync(join(tmpdir(), 'fetch-many-bench-'));
  const store = new Store({ parent, maxBytes: 2 ** 28 });
  const body = JSON.stringify(Array.from({ length: BODY_ITEMS }, (_, id) => ({ id, text: 'some words '.repeat(8) })));
  let calls = 0;
  const run = async (): Promise<string> => {
    const batch = `b${++calls}`;
    const finished = [];
    for (let i = 0; i < BODIES; i++) {
      const whole = json(JSON.parse(body));
      const made = await Body.of(whole.value, whole, body.length, { url: 'http://127.0.0.1/', store, maxTokens: 10_000 });
      made.name(`${batch}/${i}`);
      finished.push({ record: { i, status: 200 }, body: made });
    }
    const facts = { batch, elapsedMs: 1, maxTokens: 10_000, layout: 'records' as const };
    return serialise(await report({ finished, origins: new Set<string>(), notes: [] }, facts));
  };
  const close = async (): Promise<void> => {
    await store.close();
    rmSync(parent, { recursive: true, force: true });
  };
  return { run, rounds: 2, close };
}

/** What is measured, by the name it has in the table. */
export const MEASUREMENTS: ReadonlyMap<string, () => Promise<Measurement>> = new Map([
  [`three fields of ${(USERS.length / 1e6).toFixed(1)} MB, inline`, selectInline],
  [`three fields of ${(USERS.length / 1e6).toFixed(1)} MB, in the worker`, selectAside],
  ...readdirSync(CORPUS)
    .filter((page) => page.endsWith('.html'))
    .map((page) => [`${page} as Markdown`, () => convert(page)] as const),
  [`${BODIES} x 100 KB into 10,000 tokens`, fitting],
]);
