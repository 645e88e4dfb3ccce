import { BodyChunks } from './body-chunks.ts';
import type { BodyLease } from './byte-budget.ts';
import { codeOf } from './failures/node-error.ts';
import { inflate, type BodySource } from './inflate.ts';
import type { OverflowFile } from './overflow-file.ts';
import { RequestFailure } from '../request-failure.ts';

/** Bytes that are not counted, nor written on their own: a thousand such bodies take little. */
const UNCOUNTED_BYTES = 64 * 1024;

/** The body of an answer as it comes: in memory while the budget has room for it, else in a file. */
export class ReceivedBody extends BodyChunks {
  readonly from: BodySource;
  readonly #lease: BodyLease | undefined;
  #bytes = 0;
  #file: OverflowFile | undefined;
  /** Bytes that are to go to the file and are still in memory. */
  #unwritten = 0;
  #isOver = false;

  /** @param lease what its request has of the budget; without one nothing is counted */
  constructor(from: BodySource, lease: BodyLease | undefined) {
    super();
    this.from = from;
    this.#lease = lease;
  }

  override add(chunk: Buffer): void {
    const before = this.#bytes;
    this.#bytes += chunk.length;
    const lease = this.#lease;
    if (!lease || this.#bytes <= UNCOUNTED_BYTES) return super.add(chunk);
    const uncounted = before <= UNCOUNTED_BYTES ? this.#bytes : chunk.length;
    if (!this.#file && lease.tryGrow(uncounted)) return super.add(chunk);
    lease.grow(uncounted);
    super.add(chunk);
    this.#unwritten = this.#file ? this.#unwritten + chunk.length : this.#bytes;
    this.#file ??= lease.newFile((written) => {
      if (!this.#isOver) lease.grow(-written);
    });
    if (this.#file && this.#unwritten >= UNCOUNTED_BYTES) this.#write(this.#file);
  }

  /**
   * All of it, its codings undone: at once if it is in memory and small or not coded.
   * @param codings as {@link inflate} takes them; '' for none
   * @throws {RequestFailure} `too_large` or `decode`; also if it cannot be read back from its file
   */
  whole(codings: string): Buffer | Promise<Buffer> {
    return this.#file ? this.#readBack(this.#file, codings) : this.#decoded(this.take(), codings);
  }

  /** Lets go of it. */
  override clear(): void {
    super.clear();
    this.#isOver = true;
    this.#file?.drop();
    this.#lease?.end();
  }

  /** Hands over what has come: together, as a write for each chunk of a byte would take longer than they take to come. */
  #write(file: OverflowFile): void {
    this.#unwritten = 0;
    file.add(this.take());
  }

  async #readBack(file: OverflowFile, codings: string): Promise<Buffer> {
    if (this.#unwritten > 0) this.#write(file);
    await file.settled();
    await this.#turn(this.#bytes + (codings === '' ? 0 : this.from.maxBytes));
    const body = await this.#read(file);
    file.drop();
    return this.#decoded(body, codings);
  }

  async #read(file: OverflowFile): Promise<Buffer> {
    const whole = Buffer.allocUnsafeSlow(this.#bytes);
    try {
      await file.read(whole);
      return whole;
    } catch (cause) {
      const what = `the body from ${this.from.origin} was put aside in --store-dir, as there was no room for it in memory`;
      const message = `${what}, and could not be read again (${codeOf(cause) || String(cause)}): ask for less at a time`;
      throw new RequestFailure({ outcome: 'decode', message, retryable: true, cause });
    }
  }

  #decoded(body: Buffer, codings: string): Buffer | Promise<Buffer> {
    if (codings === '') return this.#counted(body);
    const inflated = inflate(codings, body, this.from, () => this.#turn(this.from.maxBytes));
    return inflated instanceof Promise ? inflated.then((whole) => this.#counted(whole)) : this.#counted(inflated);
  }

  /** @throws {Error} if nobody waits for it any more */
  async #turn(bytes: number): Promise<void> {
    if (this.#isOver) throw new Error('nobody waits for the body any more');
    await this.#lease?.turn(bytes);
  }

  /** Counts what it has become. */
  #counted(body: Buffer): Buffer {
    if (!this.#isOver && body.length > UNCOUNTED_BYTES) this.#lease?.set(body.length);
    return body;
  }
}
