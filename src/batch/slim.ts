import { estimateTokens } from '../result/tokens.ts';
import { recordSchema, type ResultRecord } from './schema.ts';

/** Share of the budget that records may take without their bodies. */
const SHARE = 0.5;
/** Of failures that are alike the first ones say what happened. */
const TELLING = 3;

/**
 * Makes records small enough, without their bodies: first long texts are clipped, then failures that are alike say only
 * once what happened, then only what tells the records apart is left. Outcome and status are never dropped.
 */
export function slim(records: readonly ResultRecord[], maxTokens: number): ResultRecord[] {
  const steps: ((records: readonly ResultRecord[]) => ResultRecord[])[] = [
    (all) => all.map((record) => clipped(record, 500, 2_000)),
    (all) => all.map((record) => clipped(record, 200, 300)),
    onceEach,
    (all) => all.map((record) => clipped(record, 60, 0)),
    (all) => all.map(({ i, outcome, status, ref }) => defined({ i, outcome, status, ref })),
  ];
  let slimmed = [...records];
  for (const step of steps) {
    slimmed = step(slimmed);
    if (estimateTokens(JSON.stringify(slimmed)) <= maxTokens * SHARE) break;
  }
  return slimmed.map(inOrder);
}

/** A record's members as the schema lists them: what tells records apart first. */
function inOrder(record: ResultRecord): ResultRecord {
  const order = Object.keys(recordSchema.shape);
  const members = Object.entries(record).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  return { i: record.i, ...Object.fromEntries(members) };
}

function clipped(record: ResultRecord, text: number, headers: number): ResultRecord {
  const { id, url, error, headers: all, ...others } = record;
  return {
    ...others,
    ...(id === undefined ? {} : { id: clip(id, text) }),
    ...(url === undefined ? {} : { url: clip(url, text) }),
    ...(error === undefined ? {} : { error: clip(error, text + 100) }),
    ...(all === undefined || headers === 0 ? {} : { headers: clippedHeaders(all, headers) }),
  };
}

function clippedHeaders(headers: NonNullable<ResultRecord['headers']>, length: number): NonNullable<ResultRecord['headers']> {
  const entries = Object.entries(headers).map(([name, value]) => {
    const shown = Array.isArray(value) ? value.slice(0, 5).map((each) => clip(each, length)) : clip(value, length);
    return [name, shown] as const;
  });
  return Object.fromEntries(entries);
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).toWellFormed()}…` : text;
}

function onceEach(records: readonly ResultRecord[]): ResultRecord[] {
  const told = new Map<string, number>();
  return records.map((record) => {
    if (record.outcome === undefined) return record;
    const key = `${record.outcome} ${record.kind} ${record.status}`;
    const count = (told.get(key) ?? 0) + 1;
    told.set(key, count);
    if (count <= TELLING) return record;
    return defined({ ...record, error: undefined, url: undefined, kind: undefined, attempts: undefined });
  });
}

function defined({ i, ...others }: Partial<Record<keyof ResultRecord, unknown>> & { i: number }): ResultRecord {
  return { i, ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined)) };
}
