import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CELL, COLOURS, MARGIN, svgDocument, svgText } from '../../src/cli/timeline/svg.ts';
import { launchCommand, ROOT } from '../support/client.ts';
import { startPacedApi } from './paced-api.ts';

/** Draws the pictures of the README, `tsx test/demo/picture.ts`: the first act of the demo, and a run that is paced. */
const COLUMNS = 100;
const run = promisify(execFile);

await writeFile(new URL('demo.svg', import.meta.url), await firstAct());
await drawPaced(fileURLToPath(new URL('paced.svg', import.meta.url)));

/** What the first act prints, as a picture of a terminal. */
async function firstAct(): Promise<string> {
  const { stdout: printed } = await run('npx', ['tsx', fileURLToPath(new URL('main.ts', import.meta.url))]);
  const act = printed.slice(printed.indexOf('1. Six users'), printed.indexOf('\n2. ')).trimEnd();
  const lines = ['$ npm run demo', '', ...act.split('\n').flatMap(wrapped)];
  const rows = lines.map((line, nth) => {
    return svgText(line, { x: MARGIN, y: MARGIN + (nth + 0.75) * CELL.height, fill: colourOf(line) });
  });
  const [width, height] = [COLUMNS * CELL.width + 2 * MARGIN, lines.length * CELL.height + 2 * MARGIN];
  return svgDocument(width, height, 'npm run demo', rows);
}

/** Sixteen requests to an API that answers five in a second. */
async function drawPaced(file: string): Promise<void> {
  const api = await startPacedApi();
  const { command, args } = launchCommand();
  const get = ['get', `${api.url}/items/{n}`, '--vars', 'n=1..16', '--svg', file];
  try {
    await run(command, [...args, '--allow', '127.0.0.1', ...get], { cwd: fileURLToPath(ROOT) });
  } finally {
    await api.close();
  }
}

function wrapped(line: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < Math.max(1, line.length); at += COLUMNS) parts.push(line.slice(at, at + COLUMNS));
  return parts;
}

function colourOf(line: string): string {
  if (line.startsWith('$')) return COLOURS.prompt;
  if (line.includes('│') || line.includes('└')) return COLOURS.bar;
  return /^\d+\. |ok in one call/.test(line) ? COLOURS.accent : COLOURS.text;
}
