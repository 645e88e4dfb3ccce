/** A job took longer than its limit; its worker was ended. */
export class WorkerTimeout extends Error {
  override readonly name = 'WorkerTimeout';
  /** The limit, in milliseconds. */
  readonly ms: number;

  constructor(task: string, ms: number) {
    super(`The ${task} job took longer than ${ms} ms`);
    this.ms = ms;
  }
}

/** A worker ended in the middle of a job: out of memory, or it could not start. `cause` is what it died of. */
export class WorkerCrash extends Error {
  override readonly name = 'WorkerCrash';
}

/** A job failed, and its worker lives on: what it was given is wrong, as an expression that does not parse. */
export class JobError extends Error {
  override readonly name = 'JobError';
}
