import { readFile } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { READ_SCHEMAS, WRITE_SCHEMAS, type RequestSchemas } from '../batch/args/request-schemas.ts';
import { ConfigError } from '../config/config.ts';
import { textOf } from '../config/text-of.ts';
import type { CallCommand } from './command-line.ts';
import { getArguments } from './get-flags.ts';

/** What `run` reads. */
const WANTED = 'it holds the arguments of one call, such as {"requests": ["https://api.example.com/users"]}';

/** A call that the command line asks for. */
export interface ReadCall {
  readonly args: unknown;
  readonly schemas: RequestSchemas;
}

/**
 * The arguments of a call: JSON of a file or of standard input, or those that flags of `get` say.
 * @throws {ConfigError} if they cannot be read
 */
export async function readCall(command: CallCommand, stdin: Readable, signal: AbortSignal): Promise<ReadCall> {
  const read = async (path: string): Promise<string> => {
    try {
      return textOf(await (path === '-' ? buffer(addAbortSignal(signal, stdin)) : readFile(path, { signal })));
    } catch (error) {
      throw unreadable(`${command.kind} ${path}`, error);
    }
  };
  if (command.kind === 'run') {
    const content = await read(command.path);
    return { args: parsed(command.path, content), schemas: command.config.readOnly ? READ_SCHEMAS : WRITE_SCHEMAS };
  }
  const words: string[][] = [];
  for (const word of command.urls) words.push(word === '-' ? linesOf(await read('-')) : [word]);
  const urls = words.flat();
  if (urls.length === 0 && words.length > 0) throw new ConfigError('get -: there is no URL on standard input');
  return { args: getArguments(urls, command.flags), schemas: READ_SCHEMAS };
}

function parsed(path: string, content: string): unknown {
  if (content.trim() === '') throw new ConfigError(`run ${path}: it is empty; ${WANTED}`);
  try {
    return JSON.parse(content);
  } catch (error) {
    throw unreadable(`run ${path}: it is not JSON`, error);
  }
}

function unreadable(what: string, error: unknown): ConfigError {
  return new ConfigError(`${what}: ${error instanceof Error ? error.message : String(error)}`);
}

/** URLs, one a line; empty lines and those that begin with # are none. */
function linesOf(content: string): string[] {
  return content
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
