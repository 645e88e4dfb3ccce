import { clip } from '../../clip.ts';
import type { Reading } from '../reading.ts';
import type { RecordFacts, RequestFacts } from '../record-facts.ts';
import type { BodyStore } from './body-store.ts';

/** One record of a call that has ended, with what reading its body again takes. */
export interface KeptRecord {
  readonly facts: RequestFacts;
  /** Of its answer, all that may be shown: made when they are asked for, as they rarely are. Default: none. */
  readonly headers?: (() => RecordFacts['headers']) | undefined;
  /** How its body was read; undefined if it has none. */
  readonly reading: Reading | undefined;
  /** Of its bodies in the {@link BodyStore}: one, or several that are joined as pages. */
  readonly keys: readonly string[];
  /** Bytes of these, decoded. */
  readonly bytes: number;
  /** The place in the call of what it comes of: records of one template have the same. */
  readonly place: number;
  /** What is to be said of them however they are read. Default: nothing. */
  readonly notes?: readonly string[];
}

/** What a program over the records of a call returned. */
export interface KeptValue extends KeptRecord {
  /** The program, and over what it was run, where that is not the whole call. */
  readonly js: string;
}

/** A call that has ended. */
export interface KeptBatch {
  readonly name: string;
  /** The labels of its requests, of those that came to no record, too. */
  readonly ids: readonly string[];
  /** In the order of their indexes, which may have gaps. */
  readonly records: readonly KeptRecord[];
  /** The value of its program, as JSON. */
  readonly program?: KeptValue;
}

/** There is no such result. The message says what a ref is, or that it has been dropped. */
export class UnknownRef extends Error {
  override readonly name = 'UnknownRef';
}

const MAX_BATCHES = 100;
/** Of all batches together: a record takes a kilobyte or two. */
const MAX_RECORDS = 20_000;
/** Characters of a program that a note shows. */
const MAX_SHOWN = 80;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const NAME_LENGTH = 8;

/** The results of the calls of this process, by the names of their batches. The oldest are forgotten first. */
export class ResultStore {
  readonly bodies: BodyStore;
  readonly #batches = new Map<string, KeptBatch>();
  #records = 0;

  constructor(bodies: BodyStore) {
    this.bodies = bodies;
  }

  /** A name for a call that begins: `b7f3k2mq9`. It cannot be guessed: whoever knows it may read what it brought. */
  newName(): string {
    // Loaded when first needed: it is a tenth of what the start of the process would load.
    const { randomInt } = process.getBuiltinModule('node:crypto');
    return `b${Array.from({ length: NAME_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`;
  }

  /** Keeps what a call has brought, in the place of what is kept under its name. */
  add(batch: KeptBatch): void {
    const before = this.#batches.get(batch.name);
    if (before) this.#remove(before, new Set(keysOf(batch)));
    const { program } = batch;
    const isOther = before?.program !== undefined && (before.program.js !== program?.js || before.program.notes !== undefined);
    this.#batches.set(batch.name, program && isOther ? { ...batch, program: afterOthers(program) } : batch);
    this.#records += batch.records.length;
    for (const oldest of this.#batches.values()) {
      if (this.#batches.size <= MAX_BATCHES && this.#records <= MAX_RECORDS) break;
      if (oldest.name === batch.name) break;
      this.#remove(oldest, new Set());
    }
  }

  #remove(batch: KeptBatch, stillKept: ReadonlySet<string>): void {
    this.#batches.delete(batch.name);
    this.#records -= batch.records.length;
    void this.bodies.drop(keysOf(batch).filter((key) => !stillKept.has(key)));
  }

  /** Whether the records of a call are still there. */
  has(name: string): boolean {
    return this.#batches.has(name);
  }

  /** Whether a body of a call is still there. @param i of this one of its requests; default: of any */
  hasBody(name: string, i?: number): boolean {
    const records = this.#batches.get(name)?.records ?? [];
    return records.some(({ facts, keys }) => {
      return (i === undefined || facts.i === i) && keys.length > 0 && keys.every((key) => this.bodies.has(key));
    });
  }

  /** Keeps the value of a program that was run over a batch later, in place of the one before. */
  setProgram(name: string, program: KeptValue): void {
    const batch = this.#batches.get(name);
    if (!batch) return;
    void this.bodies.drop(batch.program?.keys ?? []);
    this.#batches.set(name, { ...batch, program: batch.program ? afterOthers(program) : program });
  }

  /** The oldest first. */
  list(): readonly KeptBatch[] {
    return [...this.#batches.values()];
  }

  /**
   * @param ref what was asked for, for the error
   * @throws {UnknownRef}
   */
  batch(name: string, ref = name): KeptBatch {
    const batch = this.#batches.get(name);
    if (batch) return batch;
    const newest = [...this.#batches.keys()].slice(-5).join(', ');
    const known = newest ? `known are ${newest}` : 'there is none yet';
    throw new UnknownRef(`there is no stored result "${ref.slice(0, 50)}": no such batch is known (any more); ${known}`);
  }
}

function keysOf({ records, program }: KeptBatch): string[] {
  return [...records, ...(program ? [program] : [])].flatMap(({ keys }) => keys);
}

/** A value that takes the place of another's, whose ref somebody may still have: it says of which program it is. */
function afterOthers(value: KeptValue): KeptValue {
  return { ...value, notes: [`this is the value of the last program that was run over this call: ${clip(value.js, MAX_SHOWN)}`] };
}
