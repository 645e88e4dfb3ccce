import type { CallResult, ResultRecord } from '../args/result-schema.ts';
import type { Layout } from '../args/schema.ts';
import type { Run } from '../run/run-options.ts';

type Summary = CallResult['summary'];
type Group = NonNullable<Summary['failures']>[number];

/** A group of failures names at most this many requests. */
const MAX_INDEXES = 20;
/** Indexes in all groups together, and groups. */
const MAX_NAMED = 200;
const MAX_GROUPS = 30;
const MAX_HOSTS = 50;
/** The same where the records alone are almost too many. */
const SHORT_SUMMARY = { indexes: 3, groups: 8, hosts: 5 };

/** Counts, what was contacted, and what went wrong: so that it is read first. */
export function summarise(run: Pick<Run, 'finished' | 'origins'>, facts: ReportFacts): Summary {
  const records = run.finished.map(({ record }) => record);
  const count = (test: (record: ResultRecord) => boolean): number => records.filter(test).length;
  const ok = count(({ outcome }) => outcome === undefined);
  const cancelled = count(({ outcome }) => outcome === 'cancelled');
  const skipped = count(({ outcome }) => outcome === 'skipped');
  const failures = failureGroups(records);
  const hosts = [...run.origins].map((origin) => new URL(origin).host);
  return {
    total: records.length,
    ok,
    failed: records.length - ok - cancelled - skipped,
    cancelled,
    skipped,
    elapsed_ms: Math.round(facts.elapsedMs),
    hosts: limitHosts(hosts, MAX_HOSTS),
    ...(facts.batch === undefined ? {} : { batch: facts.batch }),
    ...(failures.length > 0 ? { failures } : {}),
  };
}

/** A summary that takes less room. */
export function shortened(summary: Summary): Summary {
  const { failures, hosts } = summary;
  const groups = failures
    ?.slice(0, SHORT_SUMMARY.groups)
    .map((group) => ({ ...group, i: group.i.slice(0, SHORT_SUMMARY.indexes) }));
  return { ...summary, hosts: limitHosts(hosts, SHORT_SUMMARY.hosts), ...(groups ? { failures: groups } : {}) };
}

function limitHosts(hosts: readonly string[], most: number): string[] {
  return hosts.length > most ? [...hosts.slice(0, most), `and ${hosts.length - most} more`] : [...hosts];
}

function failureGroups(records: readonly ResultRecord[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { i, outcome, kind, status } of records) {
    if (outcome === undefined) continue;
    const facts = { outcome, ...(kind ? { kind } : {}), ...(outcome === 'http_error' && status ? { status } : {}) };
    const key = JSON.stringify(facts);
    const group = groups.get(key) ?? { ...facts, count: 0, i: [] };
    groups.set(key, group);
    group.count++;
    if (group.i.length < MAX_INDEXES) group.i.push(i);
  }
  const sorted = [...groups.values()].toSorted((a, b) => b.count - a.count).slice(0, MAX_GROUPS);
  const each = Math.ceil(MAX_NAMED / Math.max(1, sorted.length));
  return sorted.map((group) => ({ ...group, i: group.i.slice(0, each) }));
}

export interface ReportFacts {
  /** Absent where nothing was sent. */
  readonly batch?: string;
  readonly elapsedMs: number;
  readonly maxTokens: number;
  readonly layout: Layout;
  /** As in the options of a run. */
  readonly restBy?: string | undefined;
  /** Whether the records are not wanted: the summary and the notes are the answer. */
  readonly isOnlyCounted?: boolean;
  /** How there would be fewer records. Default: by fewer requests. */
  readonly fewerBy?: string;
}
