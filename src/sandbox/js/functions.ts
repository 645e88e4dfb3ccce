import { isObject, shape } from '../../result/select/shape.ts';
import { failureWords, NO_VALUE } from './failure-words.ts';
import { LIMITS, type Limits } from './limits.ts';
import { programNotes } from './program-notes.ts';
import { parseFunction } from './program/parse-program.ts';
import type { Program } from './program/program.ts';
import type { Image } from './quickjs.ts';
import { parsed } from './records.ts';
import { Session, type Stopped } from './session.ts';

/** What a function made of a body: JSON text, nothing (it gave undefined), or why neither. */
export type FunctionResult = { readonly notes: readonly string[] } & (
  | { readonly json: string }
  | { readonly nothing: true }
  | { readonly error: string }
);

export interface FunctionOptions {
  /** The argument that it stands in, by which errors begin; by default `select`. */
  readonly name?: string;
  /** For each body. */
  readonly limits?: Limits;
}

/** Runs one function on many bodies, each time as if it were the first. */
export class FunctionRunner {
  readonly #program: Program;
  readonly #name: string;
  readonly #limits: Limits;
  readonly #session: Session;
  readonly #image: Image;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(program: Program, options: Required<FunctionOptions>, session: Session) {
    this.#program = program;
    this.#name = options.name;
    this.#limits = options.limits;
    this.#session = session;
    this.#image = session.image();
  }

  /**
   * @param text a function of a body and of `{headers, status, vars, url}`
   * @returns why it cannot be one
   */
  static async create(text: string, options: FunctionOptions = {}): Promise<FunctionRunner | { readonly error: string }> {
    const { name = 'select', limits = LIMITS } = options;
    const program = parseFunction(text);
    if ('problem' in program) return { error: `${name}: ${program.problem}` };
    const session = new Session(limits);
    await session.reset();
    const stopped = session.load(program.source);
    if (stopped) return { error: failureWords(stopped, { program, name, limits, isProgram: false }) };
    return new FunctionRunner(program, { name, limits }, session);
  }

  /**
   * Calls it, with promises driven to their end. All memory is put back before: nothing that an earlier call has left
   * anywhere, in variables, globals or prototypes, is there. Calls take their turn.
   * @param body UTF-8 JSON
   * @param record JSON of its second argument
   */
  run(body: Buffer, record: string): Promise<FunctionResult> {
    const result = this.#last.then(() => this.#run(body, record));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #run(body: Buffer, record: string): Promise<FunctionResult> {
    const session = this.#session;
    await session.reset(this.#image);
    session.bodies.reset([() => body]);
    const result = session.run((machine, driver) => void machine.call(driver, 'runOn', 0, record), {
      means: this.#program.means,
    });
    const facts = { id: null, vars: null, headers: {}, ...parsedRecord(record) };
    const notes = [...session.lines.take(), ...programNotes(this.#program, new Set([() => body]), [facts])];
    if ('json' in result) return { json: result.json, notes: [...notes, ...result.notes] };
    if ('stopped' in result) return { error: `${this.#words(result.stopped)}; the body is ${shape(parsed(body))}`, notes };
    const { nothing } = result;
    if (nothing === 'undefined') return { nothing: true, notes };
    return { error: `${this.#name} failed: ${NO_VALUE[nothing]}; the body is ${shape(parsed(body))}`, notes };
  }

  #words(stopped: Stopped): string {
    return failureWords(stopped, { program: this.#program, name: this.#name, limits: this.#limits, isProgram: false });
  }
}

function parsedRecord(record: string): object {
  const value: unknown = JSON.parse(record);
  return isObject(value) ? value : {};
}
