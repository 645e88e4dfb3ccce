import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { launchCommand, ROOT } from './client.ts';

/** One JSON-RPC message, as far as tests look at it. */
export interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** When it was noticed, on the clock of `performance.now()`. */
  readonly at: number;
}

/** The server as a child process, spoken to line by line, with no SDK between. */
export interface ServerProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Lines it has written to stdout, without their ends. */
  readonly lines: readonly string[];
  /** What came after the last line's end. */
  readonly rest: string;
  readonly stderr: string;
  readonly exit: Promise<Exit>;
  /** Writes messages in one piece, a line each. */
  send(...messages: object[]): void;
  write(text: string): void;
  /** The answer to the request with this id. */
  answer(id: number): Promise<Message>;
  /** Initialises the connection, as a client does. */
  initialize(): Promise<void>;
  /** Ends it by force, if it is still there. */
  kill(): Promise<void>;
}

export const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'fetch-many-tests', version: '1' } },
} as const;
export const INITIALIZED = { jsonrpc: '2.0', method: 'notifications/initialized' } as const;
export const TOOLS_LIST = { jsonrpc: '2.0', id: 2, method: 'tools/list' } as const;
let lastId = 100_000;

/** An id that no other message of this process has had. */
export function newId(): number {
  return ++lastId;
}

/** Lacks an id of its own. */
export const PING = { jsonrpc: '2.0', method: 'ping' } as const;

/** A call of `fetch_many` as a message. */
export function fetchManyCall(id: number, args: Record<string, unknown>, progressToken?: number | string): object {
  const meta = progressToken === undefined ? {} : { _meta: { progressToken } };
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'fetch_many', arguments: args, ...meta } };
}

/** Starts the built server as `mcp.json` says, with further flags. Kill it when done. */
export function startProcess(...flags: string[]): ServerProcess {
  const { command, args } = launchCommand();
  return startCommand(command, [...args, ...flags]);
}

/** Starts a server by a command that ends up as one, in an environment that has these variables, too. Kill it when done. */
export function startCommand(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ServerProcess {
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env } });
  const lines: string[] = [];
  const answered = new Map<number, Message>();
  const waiting = new Map<number, (message: Message) => void>();
  let rest = '';
  let stderr = '';
  child.stdin.on('error', () => {}); // it may have gone
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const pieces = (rest + text).split('\n');
    rest = pieces.pop() ?? '';
    lines.push(...pieces);
    for (const { id, message } of pieces.flatMap(answerIn)) {
      if (!answered.has(id)) answered.set(id, message);
      waiting.get(id)?.(message);
    }
  });
  const exit = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, at: performance.now() }));
  });
  const send = (...messages: object[]): void => {
    child.stdin.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
  };
  const answer = (id: number): Promise<Message> => {
    const found = answered.get(id);
    if (found) return Promise.resolve(found);
    const coming = new Promise<Message>((resolve) => waiting.set(id, resolve));
    const gone = exit.then(({ code }): never => {
      throw new Error(`Exit ${code} before the answer to ${id}: ${stderr}`);
    });
    return Promise.race([coming, gone]);
  };
  return {
    child,
    lines,
    exit,
    get rest() {
      return rest;
    },
    get stderr() {
      return stderr;
    },
    send,
    write: (text) => void child.stdin.write(text),
    answer,
    initialize: async () => {
      send(INITIALIZE);
      await answer(INITIALIZE.id);
      send(INITIALIZED);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/** Parses one line of stdout; throws if it is not JSON. */
export function parseLine(line: string): Message {
  const message: unknown = JSON.parse(line);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it is not, a test's assertion shows
  return message as Message;
}

/** What an answer to `fetch_many` says in all; undefined if it has no result. */
export function summaryOf({ result }: Message): { readonly ok: number; readonly failed: number } | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the server's own schema
  return (result?.['structuredContent'] as { summary: { ok: number; failed: number } } | undefined)?.summary;
}

/** The answer in a line, if it is one; a line that is not JSON is the test's to find. */
function answerIn(line: string): { id: number; message: Message }[] {
  try {
    const message = parseLine(line);
    return message.id === undefined || message.method !== undefined ? [] : [{ id: message.id, message }];
  } catch {
    return [];
  }
}
