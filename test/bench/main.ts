/** `npm run bench [-- PART...] [--quick]`: everything that is measured, side by side with what else there is. */
import { cpus } from 'node:os';
import { argv, stderr, stdout, version } from 'node:process';
import { parseArgs } from 'node:util';
import { PARTS } from './part.ts';

const READING = 'Figures are medians of rounds in which all contestants take turns; in brackets the quartiles of the rounds.';

const {
  values: { quick },
  positionals,
} = parseArgs({
  args: argv.slice(2),
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  stderr.write(`bench: no part ${unknown.join(', ')}; the parts are ${Object.keys(PARTS).join(', ')}\n`);
  process.exitCode = 2;
} else {
  await measure(positionals.length > 0 ? positionals : Object.keys(PARTS));
}

async function measure(names: readonly string[]): Promise<void> {
  const machine = `Node ${version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`;
  stdout.write(
    `# Benchmarks\n\n${new Date().toISOString().slice(0, 10)}, ${machine}.${quick ? ' A quick run: the figures mean nothing.' : ''}\n\n${READING}\n`,
  );
  for (const name of names) {
    stderr.write(`bench: ${name} ...\n`);
    const started = performance.now();
    const { part } = await (PARTS[name] ?? missing)();
    const text = await part({ quick });
    const shown = quick ? text.replaceAll(/^- (?:Met|MISSED): .*\n?/gm, '').trimEnd() : text;
    stdout.write(`\n## ${name}\n\n${shown}\n\n(${((performance.now() - started) / 1_000).toFixed(0)} s)\n`);
  }
}

function missing(): never {
  throw new RangeError('Expected a part');
}
