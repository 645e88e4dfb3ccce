import { fitBodies } from '../result/budget.ts';
import type { Run } from './run.ts';
import { recordSchema, type CallResult, type ResultRecord } from './schema.ts';

/** A group of failures names at most this many requests. */
const MAX_INDEXES = 20;

export interface ReportFacts {
  readonly batch: string;
  readonly elapsedMs: number;
  readonly maxTokens: number;
}

/** The result of a call: what went wrong first, then one record per request, within the budget. */
export function report(run: Run, facts: ReportFacts): CallResult {
  const records = run.records.map(inOrder);
  const count = (test: (record: ResultRecord) => boolean): number => records.filter(test).length;
  const ok = count(({ outcome }) => outcome === undefined);
  const cancelled = count(({ outcome }) => outcome === 'cancelled');
  const skipped = count(({ outcome }) => outcome === 'skipped');
  const failures = failureGroups(records);
  const result: CallResult = {
    summary: {
      total: records.length,
      ok,
      failed: records.length - ok - cancelled - skipped,
      cancelled,
      skipped,
      elapsed_ms: Math.round(facts.elapsedMs),
      hosts: [...run.origins].map((origin) => new URL(origin).host),
      batch: facts.batch,
      ...(failures.length > 0 ? { failures } : {}),
    },
    results: records,
  };
  const cut = fitBodies(records, facts.maxTokens, () => {
    return serialise({ ...result, results: records.map((record) => ({ ...record, body: undefined })) });
  });
  if (cut > 0) {
    const bodies = cut === 1 ? '1 body was' : `${cut} bodies were`;
    result.notes = [`${bodies} cut to fit max_tokens; use "select" to choose fields, or raise max_tokens`];
  }
  return result;
}

/** A record's members as the schema lists them: what tells records apart first, the body last. */
function inOrder(record: ResultRecord): ResultRecord {
  const order = Object.keys(recordSchema.shape);
  const members = Object.entries(record).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return { i: record.i, ...Object.fromEntries(members) };
}

/** JSON with one record per line, so that a client that spills it to a file leaves something that can be paged. */
export function serialise(result: CallResult): string {
  const { summary, results, ...rest } = result;
  const tail = Object.entries(rest).map(([key, value]) => `,\n${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const lines = results.map((record) => JSON.stringify(record)).join(',\n');
  return `{"summary": ${JSON.stringify(summary)},\n"results": [\n${lines}\n]${tail.join('')}}`;
}

function failureGroups(records: readonly ResultRecord[]): NonNullable<CallResult['summary']['failures']> {
  const groups = new Map<string, NonNullable<CallResult['summary']['failures']>[number]>();
  for (const { i, outcome, kind, status } of records) {
    if (outcome === undefined) continue;
    const shown = outcome === 'http_error' ? status : undefined;
    const key = JSON.stringify([outcome, kind, shown]);
    let group = groups.get(key);
    if (!group) {
      group = { outcome, ...(kind === undefined ? {} : { kind }), ...(shown === undefined ? {} : { status: shown }), count: 0, i: [] };
      groups.set(key, group);
    }
    group.count++;
    if (group.i.length < MAX_INDEXES) group.i.push(i);
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count);
}
