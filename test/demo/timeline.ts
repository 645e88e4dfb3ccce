/** When something was under way, in milliseconds on one clock. */
export interface Span {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

const WIDTH = 48;

/** Draws spans as bars below each other on one time axis, one line a span. */
export function timeline(spans: readonly Span[]): string[] {
  const start = Math.min(...spans.map(({ from }) => from));
  const end = Math.max(...spans.map(({ to }) => to));
  const column = (time: number): number => Math.round(((time - start) / (end - start)) * WIDTH);
  const margin = Math.max(...spans.map(({ label }) => label.length));
  const rows = spans.map(({ label, from, to }) => {
    const left = Math.min(column(from), WIDTH - 1);
    const bar = ' '.repeat(left) + '█'.repeat(Math.max(1, column(to) - left));
    return `${label.padEnd(margin)} │${bar.padEnd(WIDTH)}│ ${Math.round(to - from)} ms`;
  });
  return [...rows, `${' '.repeat(margin)} └${'─'.repeat(WIDTH)}┘ ${Math.round(end - start)} ms`];
}

/** The most spans that overlap at any moment. */
export function peak(spans: readonly Span[]): number {
  return Math.max(...spans.map(({ from }) => spans.filter((other) => other.from <= from && from < other.to).length));
}
