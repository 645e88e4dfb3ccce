import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GONE_FILES } from '../gone-files.ts';
import { JobCrash, JobError, JobTimeout } from './job-errors.ts';
import type { AnswerMessage, JobMessage } from './messages.ts';

/** Milliseconds to start and to load the code of a job, which is not the job's own time but must end, too. */
const START_LIMIT_MS = 30_000;
/** Mebibytes of V8's heap; a process that wants more is ended by V8. What WebAssembly takes comes on top. */
const MAX_HEAP_MB = 400;
/** Mebibytes of its youngest part: with V8's 16 a large body is copied over and over while it is parsed, a tenth of the time. */
const MAX_SEMI_SPACE_MB = 24;
/** As newer ones have it, Node 20 compiles WebAssembly again, by another thread, only where it has run for a while. */
const TIERING = process.version.startsWith('v20.') ? ['--wasm-tiering-budget=13000000'] : [];
/** A process that takes this much memory when it has nothing to do is not kept. */
const MAX_IDLE_RSS = 256 * 2 ** 20;

/** Nothing of this process's environment but what makes a host such as Electron run as Node. */
const ENVIRONMENT = { TZ: 'UTC', ...(process.versions['electron'] ? { ELECTRON_RUN_AS_NODE: '1' } : {}) };

/** A job and whom it tells. */
export interface RunningJob {
  readonly name: string;
  readonly args: unknown;
  /** Milliseconds of its own time. */
  readonly limitMs: number;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** One sandbox process. It runs one job at a time; the first that overruns or kills it is its last. */
export class SandboxProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #onIdle: (self: SandboxProcess) => void;
  #job: RunningJob | undefined;
  #id = 0;
  #timer: NodeJS.Timeout | undefined;
  /** When the job that runs is at its limit. */
  #endsAt = 0;
  #isAlive = true;
  #rss = 0;

  /** @param onIdle told when a job has ended and another may come, and when the process has ended */
  constructor(entry: URL, onIdle: (self: SandboxProcess) => void) {
    this.#onIdle = onIdle;
    // Loaded when first needed: the start of the process needs none of it.
    const { fork } = process.getBuiltinModule('node:child_process');
    this.#child = fork(fileURLToPath(entry), [], {
      execArgv: [`--max-old-space-size=${MAX_HEAP_MB}`, `--max-semi-space-size=${MAX_SEMI_SPACE_MB}`, ...TIERING],
      env: ENVIRONMENT,
      // Node may end at once in a directory that has been removed; this one is there as long as the program is.
      cwd: fileURLToPath(new URL('.', entry)),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    this.#child.on('message', (message: AnswerMessage) => this.#hear(message));
    const crash = (why: string, cause?: Error): JobCrash =>
      new JobCrash(`the sandbox process ${existsSync(entry) ? why : `cannot start: ${GONE_FILES}`}`, { cause });
    this.#child.on('error', (error) => this.#end(crash(`failed: ${error.message}`, error)));
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        resolve();
        this.#end(crash(`ended (${signal ?? `exit code ${code}`})`));
      });
    });
    this.#unref();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get isBusy(): boolean {
    return this.#job !== undefined;
  }

  /** Whether it has grown so large that a new one is better. */
  get isBloated(): boolean {
    return this.#rss > MAX_IDLE_RSS;
  }

  /** Runs a job; there must be none. */
  run(job: RunningJob): void {
    this.#job = job;
    this.#id++;
    this.#ref();
    this.#limit(START_LIMIT_MS, () => new JobCrash(`the sandbox process was not ready within ${START_LIMIT_MS} ms`));
    const message: JobMessage = { id: this.#id, name: job.name, args: job.args };
    this.#child.send(message, (error) => {
      if (error) this.#end(new JobCrash(`the sandbox process cannot be reached: ${error.message}`, { cause: error }));
    });
  }

  /** Ends it, and the job that it runs. */
  async kill(error: Error = new JobCrash('the sandbox was closed')): Promise<void> {
    this.#end(error);
    this.#child.ref();
    await this.#exited;
  }

  #hear(message: AnswerMessage): void {
    const job = this.#job;
    if (!job || message.id !== this.#id) return;
    if ('started' in message) return this.#limitJob(job, job.limitMs);
    if ('moreMs' in message) return this.#limitJob(job, this.#endsAt - performance.now() + message.moreMs);
    if ('rss' in message) this.#rss = message.rss;
    this.#settle();
    if ('error' in message) job.reject(new JobError(message.error));
    else job.resolve(message.value);
    this.#onIdle(this);
  }

  #limitJob({ name, limitMs }: RunningJob, ms: number): void {
    this.#endsAt = performance.now() + ms;
    this.#limit(ms, () => new JobTimeout(name, limitMs));
  }

  #limit(ms: number, error: () => Error): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(error()), ms);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#job = undefined;
    this.#unref();
  }

  #end(error: Error): void {
    const job = this.#job;
    this.#settle();
    if (this.#isAlive) {
      this.#isAlive = false;
      this.#child.kill('SIGKILL');
      this.#onIdle(this);
    }
    job?.reject(error);
  }

  #ref(): void {
    this.#child.ref();
    this.#child.channel?.ref();
  }

  /** An idle process does not keep a program alive that uses the library. */
  #unref(): void {
    this.#child.unref();
    this.#child.channel?.unref();
  }
}
