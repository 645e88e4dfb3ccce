import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Ended } from './bomb-one.ts';
import { BOMBS } from './bombs.ts';
import { SELECTOR_BOMBS } from './selector-bombs.ts';

const ONE = fileURLToPath(new URL('bomb-one.ts', import.meta.url));
/** What a page and a selector may take, of time by the processor and of memory. */
const LIMIT_MS = 5_000;
const LIMIT_MIB = 512;

/** Reads every hostile page in a process of its own; a line each, with what is over a limit or lost. */
export async function* hostile(): AsyncGenerator<string> {
  for (const name of Object.keys(BOMBS)) yield row(name, await ended('page', name));
  for (const selector of SELECTOR_BOMBS) yield row(selector, await ended('selector', selector));
}

async function ended(kind: 'page' | 'selector', name: string): Promise<Ended | string> {
  const child = fork(ONE, [kind, name], {
    execArgv: ['--import', 'tsx', '--max-old-space-size=256'],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
  try {
    const [answer] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[];
    return typeof answer === 'object' && answer !== null ? (answer as Ended) : `it ended with ${String(answer)}`;
  } finally {
    clearTimeout(timer);
  }
}

function row(name: string, result: Ended | string): string {
  if (typeof result === 'string') return `FAULT ${name}: ${result}`;
  const { ms, peakMib, megabytes, fault, said } = result;
  const faults = [fault, ms > LIMIT_MS ? 'too slow' : '', peakMib > LIMIT_MIB ? 'too much memory' : ''].filter(
    (each) => each !== '',
  );
  const figures = `${ms.toFixed(0).padStart(6)} ms ${peakMib.toFixed(0).padStart(4)} MiB ${megabytes.toFixed(1).padStart(5)} MB`;
  return `${faults.length > 0 ? `FAULT (${faults.join(', ')})` : 'ok'} ${figures}  ${name}${said === '' ? '' : `: ${said.slice(0, 120)}`}`;
}
