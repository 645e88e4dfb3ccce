import type { Meant } from '../program/program.ts';
import type { Kit } from './kit.ts';
import type { createRecords } from './records.ts';
import type { Written } from './to-json.ts';

/** Says what of a program looks like a slip, but for what it means. */
export type TellSlips = (means: Meant, say: (words: string) => void) => void;

/** What was thrown, as the host reads it. */
export interface Failure {
  /** What is wrong with the value or with what the program asked for, in words of ours. */
  readonly refusal?: string;
  readonly name?: string;
  readonly message?: string;
  readonly stack?: string;
  /** What was thrown if it was no Error, as JSON. */
  readonly thrown?: string;
}

/** How a run stands, as the host reads it; a value is written as JSON on its own. */
export type Outcome =
  | { readonly state: 'pending' | 'undefined' }
  | { readonly state: 'function' | 'symbol' }
  | { readonly state: 'failed'; readonly failure: Failure };

/**
 * Runs a program, or a function of a body, and tells what became of it. What it returns to the host is text or undefined.
 * @param refusalOf the words of what `refuse` has thrown
 * @param slips each tells what is to be said of what the program did: see `installSorting` and its kin
 */
export function createDriver(
  kit: Kit,
  records: ReturnType<typeof createRecords>,
  toJson: (value: unknown, maxLength: number) => Written,
  refusalOf: (error: unknown) => string | undefined,
  seedRandom: (seed: number) => void,
  slips: readonly TellSlips[],
) {
  const { bare, stringify } = kit;
  const ResolvedPromise = kit.Promise;
  const MAX_THROWN = 500;
  let settled: { readonly value: unknown } | { readonly failure: Failure } | undefined;
  let given: unknown;
  let notes = '';

  function textOf(read: () => unknown): string {
    try {
      const text = read();
      return typeof text === 'string' ? text : '';
    } catch {
      return '';
    }
  }

  function failureOf(error: unknown): Failure {
    const refusal = refusalOf(error);
    if (refusal !== undefined) return bare({ refusal });
    if (error instanceof kit.Error) {
      return bare({ name: textOf(() => error.name), message: textOf(() => error.message), stack: textOf(() => error.stack) });
    }
    if (typeof error === 'string') return bare({ thrown: stringify(kit.slice(error, 0, MAX_THROWN)) });
    return bare({ thrown: textOf(() => toJson(error, MAX_THROWN).json ?? kit.toText(error)) });
  }

  function settle(value: unknown): void {
    settled = { value };
  }

  function fail(error: unknown): void {
    settled = { failure: failureOf(error) };
  }

  /** Awaits what a function returns, if it is an object: it may be a promise. */
  function attempt(run: () => unknown): void {
    settled = undefined;
    try {
      const value = run();
      if (!kit.isThing(value)) return settle(value);
      const promise = new ResolvedPromise<unknown>((resolve) => {
        resolve(value);
      });
      void kit.whenSettled(promise, settle, fail);
    } catch (error) {
      fail(error);
    }
  }

  function outcome(state: Outcome): string {
    return stringify(bare(state));
  }

  return bare({
    /** @param facts the records and ids as JSON; without them there are no records */
    begin(seed: number, facts?: string): void {
      seedRandom(seed);
      if (facts !== undefined) given = records.install(kit.parse(facts));
    },
    run(program: () => unknown, isFunction: number): void {
      attempt(() => {
        const value = program();
        return isFunction === 1 && typeof value === 'function' ? kit.apply(value, undefined, [given]) : value;
      });
    },
    /** Makes the function that `runOn` is to call; returns what stopped it. */
    load(program: () => unknown): string | undefined {
      try {
        given = program();
        return typeof given === 'function' ? undefined : stringify(bare({ refusal: 'it gives no function' }));
      } catch (error) {
        return stringify(failureOf(error));
      }
    },
    runOn(body: number, record: string): void {
      attempt(() => typeof given === 'function' && kit.apply(given, undefined, [records.parse(body), kit.parse(record)]));
    },
    /** The value as JSON, or else nothing: then `outcome` says why. */
    value(maxLength: number): string | undefined {
      if (!settled || 'failure' in settled) return undefined;
      try {
        const written = toJson(settled.value, maxLength);
        ({ notes } = written);
        return written.json;
      } catch (error) {
        fail(error);
        return undefined;
      }
    },
    outcome(): string {
      if (!settled) return outcome({ state: 'pending' });
      if ('failure' in settled) return outcome({ state: 'failed', failure: settled.failure });
      const { value } = settled;
      return outcome({ state: typeof value === 'function' ? 'function' : typeof value === 'symbol' ? 'symbol' : 'undefined' });
    },
    /** What may be a slip, but for what the program means: see `Meant`, of which each is 1 or 0. */
    notes(textOrder: number, scales: number, keepsTexts: number): string {
      const means: Meant = kit.bare({ textOrder: textOrder === 1, scales: scales === 1, keepsTexts: keepsTexts === 1 });
      let all = notes;
      const say = (words: string): void => {
        all += `${all === '' ? '' : '\n'}${words}`;
      };
      for (let at = 0; at < slips.length; at++) slips[at]?.(means, say);
      return all;
    },
    failure(error: unknown): string {
      return stringify(failureOf(error));
    },
    /** What was read last of a record, as JSON. */
    lastRead(): string | undefined {
      const last = records.lastRead();
      return last && stringify(bare(last));
    },
  });
}
