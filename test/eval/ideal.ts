import { resultSchema, type CallResult } from '../../src/batch/args/result-schema.ts';
import type { Job } from './jobs/job.ts';
import { jobOf, type Session } from './runner/session.ts';

/** Does jobs as somebody does who knows the tools well: the calls that each job names, and the answer in the last result. */
export class IdealReader {
  readonly #session: Session;
  readonly #batches = new Map<string, string>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Does one job and answers it. A call that fails leaves it without an answer. */
  async perform(job: Job): Promise<void> {
    const { urls, data } = this.#session.world;
    this.#session.begin(job);
    let last: CallResult | undefined;
    for (const planned of job.ideal.calls(urls, data)) {
      const { tool, args } = typeof planned === 'function' ? planned((name) => this.#batchOf(name)) : planned;
      const { value, isError } = await this.#session.call(tool, { ...args });
      last = isError ? undefined : resultOf(value);
      const batch = last?.summary.batch;
      if (batch !== undefined) this.#batches.set(job.name, batch);
    }
    const answer = job.ideal.answer ?? valueOf;
    this.#session.answer(job, last ? (JSON.stringify(answer(last)) ?? '') : '');
  }

  #batchOf(name: string): string {
    return this.#batches.get(name) ?? `no batch of ${jobOf(name).name}`;
  }
}

/** The value of a program over all records. */
function valueOf(result: CallResult): unknown {
  return Reflect.get(result, 'value');
}

/** As it came, not as the schema would have stripped it; undefined if it is something else. */
function resultOf(value: unknown): CallResult | undefined {
  return resultSchema.safeParse(value).success ? (value as CallResult) : undefined;
}
