import { JOBS } from '../jobs/jobs.ts';
import { jobOf, type Session } from './session.ts';

/** What a command prints. */
export interface Told {
  readonly text: string;
  /** Whether something is wrong: a tool's error, a job that does not exist. */
  readonly isError?: boolean;
}

/** A command of a reader: its name, and what came after that on the command line. */
export type Command = readonly [name: string, ...args: string[]];

/** Does what a reader asks of a run. It never throws: what is wrong with a command is told. */
export async function perform(session: Session, [name, ...args]: Command): Promise<Told> {
  try {
    return await run(session, name, args);
  } catch (error) {
    return { text: error instanceof Error ? error.message : String(error), isError: true };
  }
}

async function run(session: Session, name: string, args: readonly string[]): Promise<Told> {
  const [first = '', second = ''] = args;
  switch (name) {
    case 'words':
      return { text: session.words };
    case 'job':
      return { text: question(session, first, args.includes('--shell')) };
    case 'call':
      return session.call(first, parseArguments(second));
    case 'ran':
      session.ran(first, second);
      return { text: '' };
    case 'answer':
      session.answer(jobOf(first), second);
      return { text: `The answer to ${jobOf(first).name} is written down.` };
    case 'grade':
      return { text: session.table() };
    default:
      throw new RangeError(`There is no command "${name}"`);
  }
}

function question(session: Session, label: string, isShell: boolean): string {
  const job = jobOf(label);
  const number = JOBS.indexOf(job) + 1;
  const how = isShell ? 'Use a shell: sh COMMAND for each command.' : 'Use the tools: call TOOL ARGUMENTS for each call.';
  return `Job ${number} of ${JOBS.length}, ${job.name}

${session.begin(job)}

${how} When you know it: answer ${number} ANSWER, as JSON or in lines, with what was asked for and nothing else.`;
}

/** @throws {SyntaxError} in words for somebody who typed it into a shell */
function parseArguments(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`No call was made, since the arguments are not JSON: ${(error as Error).message}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SyntaxError('No call was made: expected a JSON object');
  return { ...value };
}
