import { parseFunction, parseProgram } from './program/parse-program.ts';
import { offsetInText, placeInText, type Problem, type Program } from './program/program.ts';
import { LIMITS } from './limits.ts';
import type { Image } from './quickjs.ts';
import { PROGRAM_FILE, Session } from './session.ts';

/** What is wrong with a program over records, in words that can stand after its path; it is not run. */
export function programProblem(text: string): Promise<string | undefined> {
  return problemOf(parseProgram(text));
}

/** What is wrong with a function of a body, in words that can stand after its path; it is not run. */
export function functionProblem(text: string): Promise<string | undefined> {
  return problemOf(parseFunction(text));
}

interface Compiler {
  readonly session: Session;
  /** As it was before the first text. */
  readonly image: Image;
}

let compiler: Promise<Compiler> | undefined;

/** One for all texts: nothing of them is run, so none can leave anything for the next. */
async function makeCompiler(): Promise<Compiler> {
  const session = new Session(LIMITS);
  await session.reset();
  return { session, image: session.image() };
}

/** QuickJS has the last word on what can be compiled. */
async function problemOf(program: Program | Problem): Promise<string | undefined> {
  if ('problem' in program) return program.problem;
  compiler ??= makeCompiler();
  const { session, image } = await compiler.catch((error: unknown) => {
    compiler = undefined;
    throw error;
  });
  await session.reset(image);
  const error = session.compileError(program.source);
  if (!error) return undefined;
  if (error.name !== 'SyntaxError') return `${placeInText(program.text, 0)}: it is nested too deeply`;
  const [, line = '1', column = '1'] = new RegExp(`\\b${PROGRAM_FILE}:(\\d+):(\\d+)`).exec(error.stack ?? '') ?? [];
  const offset = offsetInText(program, Number(line), Number(column)) ?? 0;
  return `${placeInText(program.text, offset)}: ${error.message ?? 'it cannot be compiled'}`;
}
