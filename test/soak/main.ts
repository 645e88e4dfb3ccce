/** `npm run soak [-- WORD...]`: how the server behaves under stress; exit 1 if a bound is broken. */
import { cpus } from 'node:os';
import { argv, stderr, stdout, version } from 'node:process';
import { markdownTable } from '../bench/support/statistics.ts';
import { ATTACK_ROWS } from './attacks.ts';
import { BODIES } from './bodies.ts';
import { EXPRESSIONS } from './expressions.ts';
import { LEAVING } from './leaving.ts';
import { LINES } from './lines.ts';
import { LOAD } from './load.ts';
import { PROPERTIES } from './properties.ts';
import { RANDOM_BODIES } from './random-bodies.ts';
import type { Found, Row } from './row.ts';
import { VARIABLES } from './variables.ts';

const words = argv.slice(2);
const all = [
  ...LEAVING,
  ...LOAD,
  ...BODIES,
  ...EXPRESSIONS,
  ...LINES,
  ...PROPERTIES,
  ...VARIABLES,
  ...ATTACK_ROWS,
  ...RANDOM_BODIES,
];
const rows = all.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));

async function found({ name, run }: Row): Promise<Found> {
  stderr.write(`soak: ${name} ...\n`);
  try {
    return await run();
  } catch (error) {
    return { figures: String(error), holds: false };
  }
}

const cells: string[][] = [['situation', 'wanted', 'found', 'holds']];
for (const row of rows) {
  const { figures, holds } = await found(row);
  cells.push([row.name, row.wanted, figures, holds ? 'yes' : 'NO']);
  if (!holds) process.exitCode = 1;
}
if (rows.length === 0) {
  stderr.write(`soak: no situation has "${words.join('", "')}" in its name\n`);
  process.exitCode = 2;
}
const machine = `Node ${version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`;
stdout.write(`# Soak\n\n${new Date().toISOString().slice(0, 10)}, ${machine}.\n\n${markdownTable(cells)}\n`);
