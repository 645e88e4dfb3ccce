import { estimateTokens } from '../../../src/result/budget/tokens.ts';
import { connect, type Connected } from '../../support/client.ts';
import { grade } from '../grade/grade.ts';
import type { Job } from '../jobs/job.ts';
import { findJob, JOBS } from '../jobs/jobs.ts';
import { startWorld, type World } from '../world/world.ts';
import { Ledger } from './ledger.ts';
import { resultTable, type Verdict } from './table.ts';
import { wordsOf } from './words.ts';

/** The result of one tool call. */
export interface Called {
  /** What a model sees of it. */
  readonly text: string;
  readonly isError: boolean;
  /** What programs see; undefined where the call itself was wrong. */
  readonly value: unknown;
}

/** As long as the longest deadline of a call. */
const CALL_TIMEOUT_MS = 660_000;

/** One run: a world, the built server with a client, the calls of the reader and its answers. */
export class Session {
  readonly world: World;
  readonly #server: Connected;
  readonly #isShared: boolean;
  readonly #words: string;
  readonly #ledger: Ledger;
  readonly #answers = new Map<string, string>();
  #job = 'none';

  private constructor(world: World, server: Connected, isShared: boolean, words: string, ledger: Ledger) {
    this.world = world;
    this.#server = server;
    this.#isShared = isShared;
    this.#words = words;
    this.#ledger = ledger;
  }

  /**
   * Starts the world of a seed and the server, as a client would. Close it when done.
   * @param file where every call is written down; default: nowhere
   * @param shared a server that may ask this machine, and lives on; default: one of its own
   */
  static async start(seed: number, file?: string, shared?: Connected): Promise<Session> {
    const [world, server] = await Promise.all([startWorld(seed), shared ?? connect('--allow', '127.0.0.1')]);
    return new Session(world, server, shared !== undefined, await wordsOf(server), new Ledger(file));
  }

  /** All that a model is told of the tools. */
  get words(): string {
    return this.#words;
  }

  /** What is asked in a job, which is the one that calls are for from now on. */
  begin(job: Job): string {
    this.#job = job.name;
    this.world.begin(job.name);
    return job.question(this.world.urls, this.world.data);
  }

  /** Makes one tool call. What the client throws, such as an unknown tool, is an error that a model sees. */
  async call(tool: string, args: Record<string, unknown>): Promise<Called> {
    const called = await this.#callTool(tool, args);
    this.#ledger.record(this.#job, tool, JSON.stringify(args), called.text);
    return called;
  }

  /** Writes down a command that was run in a shell, and what it printed. */
  ran(command: string, output: string): void {
    this.#ledger.record(this.#job, 'sh', command, output);
  }

  /** Takes the answer of a job; the last one counts. */
  answer(job: Job, raw: string): void {
    this.#answers.set(job.name, raw);
    this.#ledger.note({ job: job.name, answer: raw });
  }

  /** What became of a job so far. */
  verdict(job: Job): Verdict {
    const { name, expected, problems, ideal } = job;
    const { urls, data, asked } = this.world;
    const answer = this.#answers.get(name);
    const surroundings = { origins: Object.values(urls), question: job.question(urls, data) };
    const wrong =
      answer === undefined ? [] : [...grade(answer, expected(data), surroundings), ...(problems?.(this.world, asked) ?? [])];
    return { job: name, answer, wrong, ideal: ideal.calls(urls, data).length, cost: this.#ledger.cost(name) };
  }

  /** The table of all jobs that have been begun. */
  table(): string {
    const words = this.#ledger.hasUsedTools ? estimateTokens(this.#words) : 0;
    return resultTable(
      JOBS.map((job) => this.verdict(job)),
      words,
    );
  }

  async close(): Promise<void> {
    if (!this.#isShared) await this.#server.close();
    await this.world.close();
  }

  async #callTool(name: string, args: Record<string, unknown>): Promise<Called> {
    try {
      const { content, isError, structuredContent } = await this.#server.client.callTool({ name, arguments: args }, undefined, {
        timeout: CALL_TIMEOUT_MS,
      });
      const blocks = Array.isArray(content) ? content : [];
      const text = blocks.map((block) => (block.type === 'text' ? block.text : `[${block.type}]`)).join('\n');
      return { text, isError: isError === true, value: structuredContent };
    } catch (error) {
      return { text: error instanceof Error ? error.message : String(error), isError: true, value: undefined };
    }
  }
}

/**
 * The job with this number or name.
 * @throws {RangeError} if there is none
 */
export function jobOf(label: string): Job {
  const job = findJob(label);
  if (!job) throw new RangeError(`There is no job "${label}"; they are 1 to ${JOBS.length}`);
  return job;
}
