import { endingOf, extent, resultOf, waitsOf, type Ending, type TimelineRow } from './rows.ts';
import { CELL, COLOURS, escapeXml, MARGIN, svgDocument, svgText } from './svg.ts';

/** Width of the time axis, in pixels. */
const AXIS = 560;
const MAX_LABEL = 40;
/** Characters beside the axis, at least: the legend needs them. */
const MIN_BESIDE = 20;
/** Of a bar; a wait is a thin line. */
const THICK = 12;
const THIN = 2;
const FILLS: Readonly<Record<Ending, string>> = { ok: COLOURS.bar, later: COLOURS.accent, failed: COLOURS.bad };
const MEANINGS: readonly (readonly [fill: string, thickness: number, meaning: string])[] = [
  [FILLS.ok, THICK, 'in flight'],
  [FILLS.later, THICK, 'told to come back later (429, 503)'],
  [FILLS.failed, THICK, 'failed'],
  [COLOURS.dim, THIN, 'waiting'],
];

/** Draws requests as bars on one time axis as an SVG picture. @param label what it shows, for those who do not see it */
export function drawSvg(rows: readonly TimelineRow[], label: string): string {
  const { start, end } = rows.length > 0 ? extent(rows) : { start: 0, end: 0 };
  const names = rows.map((row) => (row.label.length > MAX_LABEL ? `…${row.label.slice(1 - MAX_LABEL)}` : row.label));
  const left = MARGIN + (names.reduce((most, name) => Math.max(most, name.length), 0) + 1) * CELL.width;
  const at = (time: number): number => round(left + ((time - start) / Math.max(1, end - start)) * AXIS);
  const bar = (from: number, to: number, nth: number, fill: string, thickness: number, title: string): string => {
    const y = round(MARGIN + (nth + 0.5) * CELL.height - thickness / 2);
    const width = round(Math.max(thickness === THIN ? 0 : 2, at(to) - at(from)));
    return `<rect x="${at(from)}" y="${y}" width="${width}" height="${thickness}" fill="${fill}"><title>${escapeXml(title)}</title></rect>`;
  };
  const lines = rows.flatMap((row, nth) => {
    const y = baseline(nth);
    const waits = waitsOf(row).filter(({ from, to }) => at(to) - at(from) >= 1);
    return [
      svgText(names[nth] ?? '', { x: MARGIN, y, fill: COLOURS.text }),
      ...waits.map(({ from, to }) => bar(from, to, nth, COLOURS.dim, THIN, `waited ${milliseconds(to - from)}`)),
      ...row.sendings.map((sending) => {
        const { from, to, result } = sending;
        return bar(from, to, nth, FILLS[endingOf(sending)], THICK, `${row.label}: ${result}, ${milliseconds(to - from)}`);
      }),
      svgText(resultOf(row), { x: left + AXIS + CELL.width, y, fill: COLOURS.dim }),
    ];
  });
  const [axisAt, legendAt] = [rows.length, rows.length + 1.5];
  const beside = rows.reduce((most, row) => Math.max(most, resultOf(row).length), MIN_BESIDE);
  const width = round(left + AXIS + (beside + 1) * CELL.width + MARGIN);
  const height = round((legendAt + 1) * CELL.height + 2 * MARGIN);
  const axis = [
    `<path d="M${round(left)} ${round(baseline(axisAt) - CELL.height / 2)}h${AXIS}" stroke="${COLOURS.dim}"/>`,
    ...[0, 0.25, 0.5, 0.75, 1].map((part) => {
      const text = milliseconds(part * (end - start));
      const x = round(left + part * (AXIS - text.length * CELL.width));
      return svgText(text, { x, y: baseline(axisAt) + 4, fill: COLOURS.dim });
    }),
  ];
  return svgDocument(width, height, label, [...lines, ...axis, ...legend(lines.join(''), left, legendAt)]);
}

/** What the colours that were used mean, side by side. */
function legend(drawn: string, left: number, row: number): string[] {
  let x = left;
  return MEANINGS.filter(([fill]) => drawn.includes(`fill="${fill}"><title`)).flatMap(([fill, thickness, meaning]) => {
    const y = round(MARGIN + (row + 0.5) * CELL.height - thickness / 2);
    const from = round(x);
    x += (meaning.length + 6) * CELL.width;
    return [
      `<rect x="${from}" y="${y}" width="20" height="${thickness}" fill="${fill}"/>`,
      svgText(meaning, { x: from + 28, y: baseline(row), fill: COLOURS.text }),
    ];
  });
}

function baseline(row: number): number {
  return round(MARGIN + (row + 0.75) * CELL.height);
}

function milliseconds(ms: number): string {
  return `${Math.round(ms).toLocaleString('en')} ms`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
