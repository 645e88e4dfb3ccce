import { clip } from '../../clip.ts';
import { OUT_OF_TIME } from './clock.ts';
import { inMiB, type Limits } from './limits.ts';
import { hintForName } from './program/known-names.ts';
import { offsetInText, placeInText, type Program } from './program/program.ts';
import { PROGRAM_FILE, type Stopped } from './session.ts';

/** Characters of what a program has thrown. */
const MAX_WORDS = 300;

/** What QuickJS throws where it has no memory even for an error. A text would have quotes. */
const NO_ERROR_LEFT = '[uninitialized]';

/** Of whom it is told, and how. */
export interface Teller {
  readonly program: Program;
  /** The argument it stands in, such as `js` or `select`. */
  readonly name: string;
  readonly limits: Limits;
  /** Whether it is a program over records, not a function of a body. */
  readonly isProgram: boolean;
}

/** Why what a run gave is no value. */
export const NO_VALUE = {
  pending: 'its promise is never settled: there is nothing to wait for, neither timers nor network',
  function: 'its value is a function: return what it gives',
  symbol: 'its value is a symbol: return what it gives',
};

/** `js failed at line 2 (.map(r => r.body.length)): cannot read property 'length' of undefined`. */
export function failureWords(stopped: Stopped, teller: Teller): string {
  const { name, program } = teller;
  if (stopped.refusal !== undefined) return `${name} failed: ${stopped.refusal}`;
  const offset = offsetIn(stopped.stack ?? '', program);
  const place = offset === undefined ? '' : ` at ${placeInText(program.text, offset)}`;
  const what = whatHappened(stopped, teller);
  const called = what === 'not a function' && offset !== undefined ? calledAt(program.text, offset) : undefined;
  const hint = hintFor(stopped.message ?? '', teller);
  const before = stopped.isUnawaited ? 'a promise that nothing awaits was rejected: ' : '';
  const subject = called === undefined ? '' : `${called} is `;
  return `${name} failed${place}: ${before}${subject}${what}${hint === undefined ? '' : `; ${hint}`}`;
}

/** Where in the text the innermost frame of the program is. */
function offsetIn(stack: string, program: Program): number | undefined {
  const [, line, column] = new RegExp(`\\b${PROGRAM_FILE}:(\\d+)(?::(\\d+))?`).exec(stack) ?? [];
  return line === undefined ? undefined : offsetInText(program, Number(line), Number(column ?? 1));
}

function whatHappened({ name, message, thrown }: Stopped, { limits }: Teller): string {
  if (/^(?:out of memory|wasm_malloc failed)$/.test(message ?? '') || thrown === NO_ERROR_LEFT) {
    return `it ran out of memory (${inMiB(limits.memoryBytes)})`;
  }
  if (thrown !== undefined) return `it threw ${thrown === '' ? 'what cannot be shown' : clip(thrown, MAX_WORDS)}`;
  const isInterrupted = name === 'InternalError' && message === 'interrupted';
  if (isInterrupted || name === OUT_OF_TIME) return `it ran longer than ${limits.runMs / 1_000} s`;
  if (name === 'RuntimeError') return 'it ran out of memory, or nests too deeply';
  if (message === 'Maximum call stack size exceeded') return 'it calls itself too often, or nests too deeply';
  return clip(message === undefined || message === '' ? (name ?? 'it failed without a word') : message, MAX_WORDS);
}

/** What stands there to be called: `r.body.items.length` of `r.body.items.length()`. */
function calledAt(text: string, offset: number): string | undefined {
  const after = /^[\w$.?]*/.exec(text.slice(offset))?.[0] ?? '';
  const before = /[\w$.?[\]]*$/.exec(text.slice(0, offset))?.[0] ?? '';
  const called = (before + after).replace(/^[\].?]+/, '').replace(/[?.]+$/, '');
  return called === '' ? undefined : called;
}

function hintFor(message: string, { isProgram }: Teller): string | undefined {
  if (/could not load module/.test(message)) return 'there are no modules here, only the language';
  const [, missing] = /^'?([\w$]+)'? is not defined$/.exec(message) ?? [];
  if (missing !== undefined) return hintForName(missing, isProgram);
  return undefined;
}
