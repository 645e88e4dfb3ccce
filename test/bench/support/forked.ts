import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { execArgv } from 'node:process';

/** Starts a script of this folder in a process of its own, and gives the first thing it says. Disconnect it when done. */
export function forked<First>(script: string, ...args: readonly string[]): Promise<[ChildProcess, First]> {
  return forkedIn({}, script, ...args);
}

/** Further flags of Node and variables. */
export interface Surroundings {
  readonly execArgv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The same with further flags of Node and variables. */
export async function forkedIn<First>(
  more: Surroundings,
  script: string,
  ...args: readonly string[]
): Promise<[ChildProcess, First]> {
  const child = fork(new URL(script, import.meta.url), args, {
    execArgv: [...execArgv, ...(more.execArgv ?? [])],
    env: { ...process.env, ...more.env },
  });
  return [child, await messageOf<First>(child)];
}

/** Sends a message, and gives the next one that comes. */
export async function asked<Answer>(child: ChildProcess, question: object): Promise<Answer> {
  const answer = messageOf<Answer>(child);
  child.send(question);
  return answer;
}

/** The next message; rejects if the process ends instead. */
async function messageOf<Answer>(child: ChildProcess): Promise<Answer> {
  const ended = new AbortController();
  const onExit = (code: number | null): void => ended.abort(new Error(`A process of the benchmark ended with ${code}`));
  child.once('exit', onExit);
  try {
    const [answer] = await once(child, 'message', { signal: ended.signal });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends are ours
    return answer as Answer;
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error;
  } finally {
    child.off('exit', onExit);
  }
}
