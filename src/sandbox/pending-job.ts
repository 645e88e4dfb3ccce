import { listen, unlisten, type AbortListener } from '../concurrency/abort-listeners.ts';
import type { RunningJob, SandboxProcess } from './sandbox-process.ts';
import type { Waiting } from './turns.ts';

/** Milliseconds that a job nobody waits for any more may still take before its process is killed. */
const ABANDONED_MS = 100;

/** On whose behalf a job runs, and what ends it early. */
export interface JobOwner {
  readonly owner: object;
  readonly signal: AbortSignal;
}

/** A job that waits for a process or runs in one; it ends once. */
export class PendingJob implements AbortListener, Waiting<PendingJob>, RunningJob {
  prev: PendingJob | undefined;
  next: PendingJob | undefined;
  readonly owner: object;
  readonly name: string;
  readonly limitMs: number;
  #args: unknown;
  readonly #job: RunningJob;
  readonly #signal: AbortSignal;
  readonly #leave: (left: PendingJob) => void;
  #process: SandboxProcess | undefined;
  #abandoned: NodeJS.Timeout | undefined;

  constructor(job: RunningJob, { owner, signal }: JobOwner, leave: (left: PendingJob) => void) {
    this.owner = owner;
    this.name = job.name;
    this.limitMs = job.limitMs;
    this.#args = job.args;
    this.#job = job;
    this.#signal = signal;
    this.#leave = leave;
    listen(signal, this);
  }

  get args(): unknown {
    return this.#args;
  }

  begin(process: SandboxProcess): void {
    this.#process = process;
    process.run(this);
    // They have been copied to the process, and may be large.
    this.#args = undefined;
  }

  resolve(value: unknown): void {
    this.#end();
    this.#job.resolve(value);
  }

  reject(error: unknown): void {
    this.#end();
    this.#job.reject(error);
  }

  onAbort(): void {
    const process = this.#process;
    if (!process) this.#leave(this);
    this.#job.reject(this.#signal.reason);
    // Most jobs are over in a moment, which is sooner than a new process would be there.
    if (process) this.#abandoned = setTimeout(() => void process.kill(), ABANDONED_MS);
  }

  #end(): void {
    clearTimeout(this.#abandoned);
    unlisten(this.#signal, this);
  }
}
