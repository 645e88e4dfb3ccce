import { appendFileSync } from 'node:fs';
import { estimateTokens } from '../../../src/result/budget/tokens.ts';

/** One call that a reader made. */
export interface Entry {
  /** The job that it was made for. */
  readonly job: string;
  /** The tool; `sh` for a command of a shell. */
  readonly tool: string;
  readonly argumentBytes: number;
  readonly argumentTokens: number;
  readonly resultTokens: number;
}

/** What calls cost in all. Tokens are estimates. */
export interface Cost {
  readonly calls: number;
  readonly arguments: number;
  readonly results: number;
}

/** Every call of a run, and a file that has them word for word: what misled a reader can be read there. */
export class Ledger {
  readonly #entries: Entry[] = [];
  readonly #file: string | undefined;

  /** @param file one line of JSON for each call, with its text. Default: none. */
  constructor(file?: string) {
    this.#file = file;
  }

  record(job: string, tool: string, args: string, result: string): Entry {
    const entry = {
      job,
      tool,
      argumentBytes: Buffer.byteLength(args),
      argumentTokens: estimateTokens(args),
      resultTokens: estimateTokens(result),
    };
    this.#entries.push(entry);
    this.note({ ...entry, arguments: args, result });
    return entry;
  }

  /** Writes something else into the file. */
  note(line: object): void {
    if (this.#file !== undefined) appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  cost(job: string): Cost {
    const own = this.#entries.filter((entry) => entry.job === job);
    return {
      calls: own.length,
      arguments: own.reduce((sum, entry) => sum + entry.argumentTokens, 0),
      results: own.reduce((sum, entry) => sum + entry.resultTokens, 0),
    };
  }

  /** Whether any tool has been called: whoever uses a shell alone need not read the tools' words. */
  get hasUsedTools(): boolean {
    return this.#entries.some(({ tool }) => tool !== 'sh');
  }
}
