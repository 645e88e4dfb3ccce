import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Draws what the first act of the demo prints as a picture of a terminal, for the README: `tsx test/demo/picture.ts`. */
const FILE = new URL('demo.svg', import.meta.url);
const COLUMNS = 100;
const CELL = { width: 8.4, height: 18 };
const MARGIN = 16;

const printed = execFileSync('npx', ['tsx', fileURLToPath(new URL('main.ts', import.meta.url))], { encoding: 'utf8' });
const act = printed.slice(printed.indexOf('1. Six users'), printed.indexOf('\n2. ')).trimEnd();
const lines = ['$ npm run demo', '', ...act.split('\n').flatMap(wrapped)];

const width = COLUMNS * CELL.width + 2 * MARGIN;
const height = lines.length * CELL.height + 2 * MARGIN;
const rows = lines.map((line, nth) => {
  const y = MARGIN + (nth + 0.75) * CELL.height;
  return `<text x="${MARGIN}" y="${y}" fill="${colourOf(line)}" xml:space="preserve">${escaped(line)}</text>`;
});
writeFileSync(
  FILE,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="npm run demo">
<rect width="100%" height="100%" rx="8" fill="#10141a"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14">
${rows.join('\n')}
</g>
</svg>
`,
);

function wrapped(line: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < Math.max(1, line.length); at += COLUMNS) parts.push(line.slice(at, at + COLUMNS));
  return parts;
}

function colourOf(line: string): string {
  if (line.startsWith('$')) return '#7fd962';
  if (line.includes('│') || line.includes('└')) return '#59c2ff';
  return /^\d+\. |ok in one call/.test(line) ? '#ffb454' : '#c5cdd9';
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
