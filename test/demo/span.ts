import type { TimelineRow } from '../../src/cli/timeline/rows.ts';

/** When something was under way, in milliseconds on one clock. */
export interface Span {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** As a request that was sent once, without a wait. */
export function rowOf({ label, from, to }: Span): TimelineRow {
  return { label, readyAt: from, sendings: [{ from, to, result: 200 }] };
}

/** The most spans that overlap at any moment. */
export function peak(spans: readonly Span[]): number {
  return Math.max(...spans.map(({ from }) => spans.filter((other) => other.from <= from && from < other.to).length));
}
