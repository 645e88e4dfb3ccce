import { endingOf, extent, resultOf, waitsOf, type Ending, type TimelineRow } from './rows.ts';

const WIDTH = 48;
const MAX_LABEL = 36;
const BLOCKS: Readonly<Record<Ending, string>> = { ok: '█', later: '▒', failed: '░' };
const WAITING = '·';
const MEANINGS: readonly (readonly [block: string, meaning: string])[] = [
  [BLOCKS.ok, 'in flight'],
  [BLOCKS.later, 'told to come back later'],
  [BLOCKS.failed, 'failed'],
  [WAITING, 'waiting'],
];

/** Draws requests as bars below each other on one time axis, a line each, and what the bars mean unless all are plain. */
export function drawText(rows: readonly TimelineRow[]): string[] {
  if (rows.length === 0) return [];
  const { start, end } = extent(rows);
  const column = (time: number): number => Math.round(((time - start) / Math.max(1, end - start)) * WIDTH);
  const margin = Math.min(MAX_LABEL, Math.max(...rows.map(({ label }) => label.length)));
  const lines = rows.map((row) => {
    const cells = Array.from({ length: WIDTH }, () => ' ');
    for (const { from, to } of waitsOf(row)) cells.fill(WAITING, column(from), column(to));
    for (const sending of row.sendings) {
      const left = Math.min(column(sending.from), WIDTH - 1);
      cells.fill(BLOCKS[endingOf(sending)], left, Math.max(left + 1, column(sending.to)));
    }
    return `${clipped(row.label, margin)} │${cells.join('')}│ ${resultOf(row)}`;
  });
  const drawn = lines.join('');
  const used = MEANINGS.filter(([block]) => drawn.includes(block)).map((meaning) => meaning.join(' '));
  const legend = used.length > 1 ? [`${' '.repeat(margin)}  ${used.join('   ')}`] : [];
  return [...lines, `${' '.repeat(margin)} └${'─'.repeat(WIDTH)}┘ ${Math.round(end - start).toLocaleString('en')} ms`, ...legend];
}

/** As wide as that; what differs between URLs is mostly at their end. */
function clipped(label: string, width: number): string {
  return label.length > width ? `…${label.slice(1 - width)}` : label.padEnd(width);
}
