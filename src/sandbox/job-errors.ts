/** A job took longer than its limit; its process was killed. */
export class JobTimeout extends Error {
  override readonly name = 'JobTimeout';
  /** The limit, in milliseconds. */
  readonly ms: number;

  constructor(job: string, ms: number) {
    super(`the ${job} job took longer than ${ms} ms`);
    this.ms = ms;
  }
}

/** A process ended in the middle of a job: out of memory, killed from outside, or it could not start. */
export class JobCrash extends Error {
  override readonly name = 'JobCrash';
}

/** A job threw, and its process lives on. The message is that of what was thrown. */
export class JobError extends Error {
  override readonly name = 'JobError';
}
