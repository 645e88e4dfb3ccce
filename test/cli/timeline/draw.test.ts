import { expect, test } from 'vitest';
import { drawSvg } from '../../../src/cli/timeline/draw-svg.ts';
import { drawText } from '../../../src/cli/timeline/draw-text.ts';
import type { TimelineRow } from '../../../src/cli/timeline/rows.ts';
import { parseTree } from '../../../src/result/decode/xml-tree.ts';
import { cases, seeded } from '../../support/random.ts';

type Sent = readonly [from: number, to: number, result: number | string];

function row(label: string, readyAt: number, ...sent: readonly Sent[]): TimelineRow {
  return { label, readyAt, sendings: sent.map(([from, to, result]) => ({ from, to, result })) };
}

test('bars stand where the time says, with waits before and between, and what the marks mean', () => {
  const rows = [
    row('GET /a', 1_000, [1_000, 1_240, 200]),
    row('GET /bb', 1_000, [1_120, 1_180, 429], [1_420, 1_480, 200]),
    row('GET /c', 1_240, [1_240, 1_300, 500]),
  ];
  expect(drawText(rows)).toEqual([
    'GET /a  │████████████████████████                        │ 240 ms',
    'GET /bb │············▒▒▒▒▒▒························██████│ 429, 200, 360 ms',
    'GET /c  │                        ░░░░░░                  │ 500, 60 ms',
    '        └────────────────────────────────────────────────┘ 480 ms',
    '         █ in flight   ▒ told to come back later   ░ failed   · waiting',
  ]);
});

test('where all went well there is nothing to explain; nothing is drawn of nothing', () => {
  expect(drawText([row('GET /', 5, [5, 5, 200])])).toEqual([`GET / │█${' '.repeat(47)}│ 0 ms`, `      └${'─'.repeat(48)}┘ 0 ms`]);
  expect(drawText([])).toEqual([]);
});

test('a long label is cut at its beginning, many statuses in their middle', () => {
  const sent = [0, 1, 2, 3, 4].map((n): Sent => [n, n + 1, n < 4 ? 429 : 'network']);
  const [line] = drawText([row(`GET /${'x'.repeat(80)}/7`, 0, ...sent)]);
  expect(line).toMatch(/^…x{33}\/7 │.*│ 429, 429, …, network, 5 ms$/);
});

test('the picture has a bar for each sending in the colour of its ending, and a line for each wait', () => {
  const svg = drawSvg([row('GET /a?x=1&y="<', 0, [100, 200, 429], [400, 500, 'timeout'])], 'one request');
  const bars = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"[^>]*fill="(#\w+)"><title>([^<]*)</g)].map(([, ...found]) => found);
  expect(bars).toEqual([
    ['112', '#5c6773', 'waited 100 ms'],
    ['224', '#5c6773', 'waited 200 ms'],
    ['112', '#ffb454', 'GET /a?x=1&amp;y=&quot;&lt;: 429, 100 ms'],
    ['112', '#f26d78', 'GET /a?x=1&amp;y=&quot;&lt;: timeout, 100 ms'],
  ]);
});

test('any label and any times make lines of one width, and a picture that is XML with everything inside', () => {
  const random = seeded(17);
  for (let nth = 0; nth < cases(30); nth++) {
    const rows = Array.from({ length: random.int(1, 20) }, () => {
      let time = random.int(0, 5_000);
      const readyAt = time;
      const sent = Array.from({ length: random.int(1, 6) }, (): Sent => {
        const from = time + random.int(0, 900);
        time = from + random.int(0, 900);
        return [from, time, random.pick([200, 302, 404, 429, 503, 'network'])];
      });
      return row(random.text(60), readyAt, ...sent);
    });
    const bars = drawText(rows).slice(0, rows.length);
    expect(new Set(bars.map((line) => line.lastIndexOf('│') - line.lastIndexOf('│', line.lastIndexOf('│') - 1)))).toEqual(
      new Set([49]),
    );
    const svg = drawSvg(rows, random.text(20));
    expect(parseTree(svg, 10)).toMatchObject({ name: 'svg' });
    const width = Number(/viewBox="0 0 ([\d.]+) /.exec(svg)?.[1]);
    for (const [, x = '', wide = ''] of svg.matchAll(/<rect x="([\d.]+)"[^>]* width="([\d.]+)"/g)) {
      expect(Number(x) + Number(wide)).toBeLessThanOrEqual(width);
    }
  }
});
