import { JobCrash } from './job-errors.ts';
import type { JobArgs, JobName, JobResult } from './jobs.ts';
import { PendingJob } from './pending-job.ts';
import { SandboxProcess } from './sandbox-process.ts';
import { Turns } from './turns.ts';

/** Processes at the most. */
const MAX_PROCESSES = 2;
/** Milliseconds that a job waits for a busy process before a second one is started. */
const SECOND_AFTER_MS = 100;
/** Milliseconds for loading the code of jobs ahead. */
const WARM_LIMIT_MS = 30_000;
/** Milliseconds that a second process is kept without a job. */
const KEEP_SECOND_MS = 30_000;

/** Within what a job runs. */
export interface JobOptions {
  /** On whose behalf: jobs are taken in turn by owner. */
  readonly owner: object;
  /** Milliseconds of the job's own time, from when its process begins with it. */
  readonly limitMs: number;
  /** Takes the job out of the queue, or ends it; the promise rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Evaluates what strangers wrote, in processes of its own: pages, expressions, programs, large bodies. A process and not a
 * thread, because a thread that runs out of memory in one step ends the whole process on every Node. The first is started
 * when it is needed, or by {@link Sandbox.warm}; a second one while the first is busy. A job that overruns its time or memory ends
 * as an error, its process is killed, and the next job gets a new one.
 */
export class Sandbox {
  readonly #entry: URL;
  readonly #processes = new Set<SandboxProcess>();
  readonly #turns = new Turns<PendingJob>();
  #second: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param entry the bundled `sandbox.js` */
  constructor(entry: URL) {
    this.#entry = entry;
  }

  /** The process ids of the processes that live now. */
  get pids(): readonly number[] {
    return [...this.#processes].flatMap(({ pid }) => pid ?? []);
  }

  /** Starts a process if there is none, and has it load the code of jobs, so that the first one does not wait for these. */
  async warm(): Promise<void> {
    if (this.#isClosed || this.#processes.size > 0) return;
    const { signal } = new AbortController();
    // Whatever is wrong with it is told to the first job.
    await this.run('warm', undefined, { owner: this, limitMs: WARM_LIMIT_MS, signal }).catch(() => undefined);
  }

  /**
   * Runs a job.
   * @throws {JobTimeout} at its limit
   * @throws {JobCrash} if its process died of it, or the sandbox is closed
   * @throws {JobError} if it threw
   * @throws the reason of `signal`
   */
  run<Name extends JobName>(name: Name, args: JobArgs<Name>, options: JobOptions): Promise<JobResult<Name>> {
    return new Promise<JobResult<Name>>((resolve, reject) => {
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's value
      if (options.signal.aborted) return reject(options.signal.reason);
      if (this.#isClosed) return reject(new JobCrash('the sandbox is closed'));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a job of that name answers with its result
      const settle = { resolve: (value: unknown) => resolve(value as JobResult<Name>), reject };
      this.#turns.push(
        new PendingJob({ name, args, limitMs: options.limitMs, ...settle }, options, (left) => this.#turns.remove(left)),
      );
      this.#dispatch();
    });
  }

  /** Kills every process; jobs that run or wait reject. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#second);
    for (let job = this.#turns.next(); job; job = this.#turns.next()) job.reject(new JobCrash('the sandbox was closed'));
    await Promise.all([...this.#processes].map((each) => each.kill()));
  }

  #dispatch(): void {
    if (this.#turns.isEmpty) return;
    const idle = [...this.#processes].find((each) => !each.isBusy);
    if (idle) return this.#give(idle);
    if (this.#processes.size === 0) return this.#give(this.#start());
    if (this.#processes.size >= MAX_PROCESSES) return;
    this.#second ??= setTimeout(() => {
      this.#second = undefined;
      if (!this.#turns.isEmpty && this.#processes.size < MAX_PROCESSES) this.#give(this.#start());
    }, SECOND_AFTER_MS);
  }

  #give(to: SandboxProcess): void {
    const job = this.#turns.next();
    if (job) job.begin(to);
  }

  #start(): SandboxProcess {
    const started = new SandboxProcess(this.#entry, (idle) => this.#freed(idle));
    this.#processes.add(started);
    return started;
  }

  #freed(freed: SandboxProcess): void {
    if (!freed.isAlive) this.#processes.delete(freed);
    if (this.#isClosed) return;
    // A turn later: whoever is told of the end of a job may bring the next one.
    setImmediate(() => {
      this.#dispatch();
      if (!freed.isAlive || freed.isBusy) return;
      if (freed.isBloated) void freed.kill();
      else if (this.#processes.size > 1) this.#retire(freed);
    });
  }

  /** Ends one of two processes if it gets no job for a while. */
  #retire(idle: SandboxProcess): void {
    setTimeout(() => {
      if (idle.isAlive && !idle.isBusy && this.#processes.size > 1) void idle.kill();
    }, KEEP_SECOND_MS).unref();
  }
}
