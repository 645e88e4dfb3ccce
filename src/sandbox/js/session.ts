import { randomInt } from 'node:crypto';
import { baseImage } from './base-image.ts';
import { Bodies } from './bodies.ts';
import { Clock, OUT_OF_TIME } from './clock.ts';
import { ConsoleLines } from './console-lines.ts';
import type { Failure, Outcome } from './guest/driver.ts';
import type { LastRead } from './guest/records.ts';
import { guestErrorOf } from './guest-error.ts';
import { textOf } from './guest-text.ts';
import type { HostFunctions } from './host.ts';
import { inMiB, type Limits } from './limits.ts';
import { localeFunctions } from './locale-functions.ts';
import { VirtualMachine, type GuestValue, type Image } from './quickjs.ts';
import { urlFunctions } from './url-functions.ts';
import type { Meant } from './program/program.ts';

/** The name of programs in stack traces. */
export const PROGRAM_FILE = 'program';
const SEEDS = 2 ** 32;

/** What a run gave: a value as JSON, with what JSON could not say; or nothing; or what stopped it. */
export type Result =
  | { readonly json: string; readonly notes: readonly string[] }
  | { readonly nothing: 'undefined' | 'function' | 'symbol' | 'pending' }
  | { readonly stopped: Stopped };

interface RunOptions {
  readonly facts?: Buffer;
  readonly means: Meant;
}

export interface Stopped extends Failure {
  /** Whether it was thrown where nothing awaits it. */
  readonly isUnawaited?: boolean;
}

/** A virtual machine with the globals of a program, and the host's side of it. */
export class Session {
  readonly lines = new ConsoleLines();
  readonly bodies: Bodies;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #functions: HostFunctions;
  #machine: VirtualMachine | undefined;
  #driver: GuestValue | undefined;
  #isBroken = true;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#clock = new Clock(limits.runMs);
    this.bodies = new Bodies(this.#clock, limits);
    const { open, close } = this.bodies;
    this.#functions = { open, close, log: this.lines.log, ...urlFunctions, ...localeFunctions() };
  }

  /** Begins as a new one, or as it was at an image of it. */
  async reset(image?: Image): Promise<void> {
    this.#driver = image && !this.#isBroken ? this.#machine?.reset(image) : undefined;
    if (this.#driver) return;
    const host = { functions: this.#functions, interrupt: () => this.#clock.interrupt(), memoryBytes: this.#limits.memoryBytes };
    const { machine, root } = await VirtualMachine.restore(image ?? (await baseImage()), host);
    this.#machine = machine;
    this.#driver = root;
    this.#isBroken = false;
  }

  /** All that there is now, to be gone back to. */
  image(): Image {
    return this.#use((machine, driver) => machine.image(driver));
  }

  /**
   * Runs something of the guest, and all promises, in the time that it has.
   * @param start calls methods of the driver that begin it
   * @param facts the records and ids, as JSON
   * @param means what of it is no slip
   */
  run(start: (machine: VirtualMachine, driver: GuestValue) => void, { facts, means }: RunOptions): Result {
    return this.#timed((machine, driver) => {
      machine.call(driver, 'begin', randomInt(SEEDS), facts);
      start(machine, driver);
      machine.runJobs();
      const result = this.#resultOf(machine, driver, means);
      if (machine.hostError !== undefined) throw machine.hostError;
      const { problem } = this.bodies;
      return problem === undefined ? result : { stopped: { refusal: problem } };
    });
  }

  /**
   * Makes the function that `runOn` calls from then on.
   * @returns what stopped it
   */
  load(source: string): Failure | undefined {
    return this.#timed((machine, driver) => {
      const failure = textOf(machine.call(driver, 'load', machine.evaluate(source, PROGRAM_FILE)));
      return failure === '' ? undefined : { stopped: failureFrom(failure) };
    })?.stopped;
  }

  /** What is wrong with the syntax of a source; undefined if nothing. */
  compileError(source: string): Failure | undefined {
    return this.#timed((machine) => {
      machine.compile(source, PROGRAM_FILE);
      return undefined;
    })?.stopped;
  }

  /** What the program read last of a record; undefined if nothing, or if nobody can tell. */
  lastRead(): LastRead | undefined {
    if (this.#isBroken) return undefined;
    try {
      const json = this.#use((machine, driver) => textOf(machine.call(driver, 'lastRead')));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the driver is ours
      return json === '' ? undefined : (JSON.parse(json) as LastRead);
    } catch {
      return undefined;
    }
  }

  #resultOf(machine: VirtualMachine, driver: GuestValue, means: Meant): Result {
    const value = machine.call(driver, 'value', this.#limits.valueBytes);
    const unhandled = machine.unhandledRejection;
    if (value.isString && unhandled) {
      return { stopped: { ...failureFrom(textOf(machine.call(driver, 'failure', unhandled))), isUnawaited: true } };
    }
    if (!value.isString) {
      const outcome = outcomeFrom(textOf(machine.call(driver, 'outcome')));
      return outcome.state === 'failed' ? { stopped: outcome.failure } : { nothing: outcome.state };
    }
    const json = textOf(value);
    const { valueBytes } = this.#limits;
    if (Buffer.byteLength(json) > valueBytes) {
      return { stopped: { refusal: `its value has more than ${inMiB(valueBytes)} as JSON: return less of it` } };
    }
    const notes = textOf(machine.call(driver, 'notes', ...[means.textOrder, means.scales, means.keepsTexts].map(Number)));
    return { json, notes: notes === '' ? [] : notes.split('\n') };
  }

  #timed<Timed>(run: (machine: VirtualMachine, driver: GuestValue) => Timed): Timed | { readonly stopped: Failure } {
    this.#clock.start();
    try {
      return this.#use(run);
    } catch (error) {
      const { isBroken, ...stopped } = guestErrorOf(error);
      this.#isBroken ||= isBroken;
      // QuickJS can trap where an interrupt meets a callback of find() or findLast().
      return { stopped: isBroken && this.#clock.isOver ? { ...stopped, name: OUT_OF_TIME } : stopped };
    } finally {
      this.#clock.stop();
    }
  }

  #use<Used>(run: (machine: VirtualMachine, driver: GuestValue) => Used): Used {
    if (!this.#machine || !this.#driver) throw new Error('a session is reset before it is used');
    return run(this.#machine, this.#driver);
  }
}

// oxlint-disable typescript/no-unsafe-type-assertion -- the driver is ours
function failureFrom(json: string): Failure {
  return JSON.parse(json) as Failure;
}

function outcomeFrom(json: string): Outcome {
  return JSON.parse(json) as Outcome;
}
