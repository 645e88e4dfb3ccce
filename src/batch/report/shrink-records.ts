import { tokensToWeight, weighText } from '../../result/budget/tokens.ts';
import { recordSchema, type ResultRecord } from '../args/result-schema.ts';
import type { FinishedRequest } from '../outcome/draft.ts';
import { clip } from '../../clip.ts';
import { sayOnce } from './say-once.ts';

const ORDER = Object.keys(recordSchema.shape);
/** Of failures that are alike the first ones say what happened. */
const EXAMPLES_PER_KIND = 3;
/** What stands between two records weighs so much. */
const COMMA = 2;

/** Records that take less room, and what was left out for it. */
export interface ShrunkRecords {
  readonly records: ResultRecord[];
  readonly note?: string;
}

interface Step {
  readonly apply: (records: readonly ResultRecord[]) => ResultRecord[];
  readonly note?: string;
}

const NO_URLS = 'to save room, only the first of failures that are alike say their URL';
const ALIKE = 'to save room, only the first of failures that are alike say what happened';
const LEAST = 'to save room, records have only their outcome';
const STEPS: readonly Step[] = [
  { apply: (all) => all.map((record) => clipped(record, 500, 2_000)) },
  { apply: (all) => all.map((record) => clipped(record, 200, 300)) },
  { apply: (all) => onceEach(all, EXAMPLES_PER_KIND, Infinity, (record) => ({ ...record, url: undefined })), note: NO_URLS },
  { apply: (all) => onceEach(all, EXAMPLES_PER_KIND, Infinity), note: ALIKE },
  { apply: (all) => all.map((record) => clipped(record, 60, 0)), note: `${ALIKE}; ids are clipped and headers left out` },
  { apply: (all) => bare(all, 20), note: `${ALIKE}; ids, vars, URLs and headers are left out` },
  { apply: (all) => bare(all, 4), note: `${ALIKE}; ids, vars, URLs and headers are left out` },
  { apply: (all) => bare(all, 0), note: LEAST },
];

/** What of a request's end tells how much of its record can go. */
export type Shrinkable = Pick<FinishedRequest, 'record' | 'ref' | 'sent'>;

/**
 * Makes records small enough, without their bodies: the same words are said once, then long texts are clipped, then
 * failures that are alike say only once what happened, then only what tells the records apart is left. Outcome, kind and
 * status are never dropped.
 * @param tokens that the records may take
 */
export function shrinkRecords(finished: readonly Shrinkable[], tokens: number): ShrunkRecords {
  let shrunk = sayOnce(finished);
  let note: string | undefined;
  for (const step of STEPS) {
    shrunk = step.apply(shrunk);
    note = step.note ?? note;
    if (tokens > 0 && takeAtMost(shrunk, tokens)) break;
  }
  const hasFailed = finished.some(({ record }) => record.outcome !== undefined);
  return accounted(finished, shrunk.map(inOrder), hasFailed ? note : note?.replace(`${ALIKE}; `, 'to save room, '));
}

/** Whether these take no more than so many tokens; past them nothing is looked at, however long it is. */
function takeAtMost(records: readonly ResultRecord[], tokens: number): boolean {
  let left = tokensToWeight(tokens);
  return records.every((record) => (left -= weighText(JSON.stringify(record)) + COMMA) >= 0);
}

/** The least that tells records apart: their outcome. A note says which have which status or kind, and where bodies are. */
export function minimalRecords(finished: readonly Shrinkable[]): ShrunkRecords {
  const bared = finished.map(({ record: { i, outcome } }) => defined({ i, outcome }));
  const labels = finished.map(({ record: { kind, status } }) => kind ?? (status === undefined ? undefined : String(status)));
  const said = [...new Set(labels)].flatMap((label) => {
    const which = finished.flatMap(({ record: { i } }, index) => (labels[index] === label ? i : []));
    return label === undefined ? [] : `; ${label}: i ${spans(which)}`;
  });
  return accounted(finished, bared, `${LEAST}; a body that was kept has the ref summary.batch/i${said.join('')}`);
}

/** Whether it had been sent is said of every request that the call's end has prevented: of those that lost their words, here. */
function accounted(finished: readonly Shrinkable[], shrunk: ResultRecord[], note: string | undefined): ShrunkRecords {
  const mute = finished.filter(({ sent }, index) => sent !== undefined && shrunk[index]?.error === undefined);
  const sent = mute.flatMap(({ record, sent: wasSent }) => (wasSent ? record.i : []));
  const which = sent.length === 0 ? 'none' : sent.length === mute.length ? 'all' : `only i ${spans(sent)}`;
  const said = mute.length === 0 ? [] : [`of those that were not finished and do not say it, ${which} had been sent`];
  const notes = [...(note === undefined ? [] : [note]), ...said];
  return { records: shrunk, ...(notes.length > 0 ? { note: notes.join('; ') } : {}) };
}

/** `0-5, 9` */
function spans(sorted: readonly number[]): string {
  const starts = sorted.filter((i, index) => sorted[index - 1] !== i - 1);
  const ends = sorted.filter((i, index) => sorted[index + 1] !== i + 1);
  return starts.map((start, index) => (start === ends[index] ? String(start) : `${start}-${ends[index]}`)).join(', ');
}

/** A record's members as the schema lists them: what tells records apart first. */
function inOrder(record: ResultRecord): ResultRecord {
  const places = Object.keys(record).map((name) => ORDER.indexOf(name));
  if (places.every((place, nth) => nth === 0 || (places[nth - 1] ?? 0) < place)) return record;
  const members = Object.entries(record).toSorted(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return { i: record.i, ...Object.fromEntries(members) };
}

/** What of a record may be long. */
const CLIPPED = ['id', 'url', 'error', 'headers'] as const;

function clipped(record: ResultRecord, text: number, headers: number): ResultRecord {
  if (CLIPPED.every((name) => record[name] === undefined)) return record;
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

/** Outcome and status; the first of each of so many kinds of failure says what happened. */
function bare(records: readonly ResultRecord[], kinds: number): ResultRecord[] {
  const told = new Set(onceEach(records, 1, kinds).flatMap(({ i, error }) => (error === undefined ? [] : [i])));
  return records.map((record) => {
    const { i, outcome, kind, status, ref } = record;
    return told.has(i) && kinds > 0 ? clipped(record, 60, 0) : defined({ i, outcome, kind, status, ref });
  });
}

function speechless(record: ResultRecord): LooseRecord {
  return { ...record, error: undefined, url: undefined, attempts: undefined };
}

/** Of failures that are alike, the first `most` keep their words; of at most `kinds` kinds. The others say less. */
function onceEach(
  records: readonly ResultRecord[],
  most: number,
  kinds: number,
  less: (record: ResultRecord) => LooseRecord = speechless,
): ResultRecord[] {
  const told = new Map<string, number>();
  return records.map((record) => {
    if (record.outcome === undefined) return record;
    const words = (record.error ?? '').replaceAll(/https?:\/\/\S+|"[^"]*"|\d+/g, '#').slice(0, 80);
    const key = `${record.outcome} ${record.kind} ${record.status} ${words}`;
    const count = (told.get(key) ?? 0) + 1;
    if (count <= most && (told.has(key) || told.size < kinds)) {
      told.set(key, count);
      return record;
    }
    return defined(less(record));
  });
}

/** A record whose members may be undefined. */
type LooseRecord = Readonly<Record<string, unknown>> & { readonly i: number };

function defined(record: LooseRecord): ResultRecord {
  const kept: LooseRecord & Record<string, unknown> = { i: record.i };
  for (const name in record) if (record[name] !== undefined) kept[name] = record[name];
  return kept;
}
