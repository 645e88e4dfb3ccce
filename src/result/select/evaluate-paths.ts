import { type Instead, insteadInWords } from './instead.ts';
import { nearestKey, pathTo } from './jmespath/missing.ts';
import type { Limits } from './jmespath/run.ts';
import { isRecord, setKey } from './jmespath/values.ts';
import type { Path, PathList } from './path-list.ts';
import { type Evaluated, SelectError } from './select-error.ts';
import { quoted, shape } from './shape.ts';

/** Steps that a key of a result takes: objects of many keys are slow to make. */
const STEPS_PER_KEY = 8;
/** Absent paths of which is said what is there instead. */
const MAX_PLACES = 10;

/**
 * Picks by a list of paths such as `user.login`, from an object, or from each item of an array.
 * @returns an object (or a list of such) with the paths as keys, null where there is nothing
 * @throws {SelectError} if that would take too much
 */
export function evaluatePaths({ paths }: PathList, body: unknown, limits: Limits): Evaluated {
  const items: readonly unknown[] = Array.isArray(body) ? body : [body];
  const walk = new Walk(paths, body, limits.steps);
  const found = paths.map(() => false);
  const rows = items.map((item) => {
    const row: Record<string, unknown> = {};
    paths.forEach((path, place) => {
      walk.spend(STEPS_PER_KEY);
      const value = walk.valueAt(item, path, 0);
      if (value !== undefined) found[place] = true;
      setKey(row, path.text, value ?? null);
    });
    return row;
  });
  const absent = items.length === 0 ? [] : paths.filter((_, place) => !found[place]);
  const isNothing = absent.length > 0 && absent.length === paths.length;
  return {
    value: Array.isArray(body) ? rows : rows[0],
    notes: [],
    found: paths.filter((_, place) => found[place]).map(({ text }) => text),
    absent: absent.map(({ text }) => text),
    missing: absent.length === 0 ? undefined : describeAbsent(absent, isNothing, body),
    isNothing,
  };
}

function describeAbsent(absent: readonly Path[], isNothing: boolean, body: unknown): string {
  const there = insteadInWords(absent.slice(0, MAX_PLACES).map(({ steps }) => insteadOf(body, steps)));
  return isNothing
    ? `select ${said(absent)} matched nothing; ${there}`
    : `no ${quoted(absent.map(({ text }) => text).join(', '))}; ${there}`;
}

function said(paths: readonly Path[]): string {
  return quoted(JSON.stringify(paths.map(({ text }) => text)));
}

/** One evaluation of a list of paths, which counts its steps. */
class Walk {
  readonly #paths: readonly Path[];
  readonly #body: unknown;
  #stepsLeft: number;

  constructor(paths: readonly Path[], body: unknown, steps: number) {
    this.#paths = paths;
    this.#body = body;
    this.#stepsLeft = steps;
  }

  /**
   * The value of a path from its step `from` on; undefined if its key is not there. A key that holds the dots itself
   * wins; an array in the middle is walked item by item, unless the step is an index.
   */
  valueAt(value: unknown, path: Path, from: number): unknown {
    this.spend(1);
    const { steps } = path;
    const step = steps[from];
    // Of null everything is null: that is what is there.
    if (step === undefined || value === null) return value;
    if (Array.isArray(value)) return this.#inList(value, path, from);
    if (!isRecord(value)) return undefined;
    if (from === steps.length - 1) return Object.hasOwn(value, step) ? value[step] : undefined;
    const rest = path.rests[from] ?? '';
    if (Object.hasOwn(value, rest)) return value[rest];
    if (Object.hasOwn(value, step)) return this.valueAt(value[step], path, from + 1);
    for (let end = from + 2; end < steps.length; end++) {
      const key = steps.slice(from, end).join('.');
      if (Object.hasOwn(value, key)) return this.valueAt(value[key], path, end);
    }
    return undefined;
  }

  #inList(list: readonly unknown[], path: Path, from: number): unknown {
    const step = path.steps[from] ?? '';
    if (/^\d+$/.test(step)) return this.valueAt(list[Number(step)], path, from + 1);
    this.spend(list.length);
    const found: unknown[] = [];
    for (const item of list) {
      const value = this.valueAt(item, path, from);
      if (value !== undefined) found.push(value);
    }
    return found.length > 0 || list.length === 0 ? found : undefined;
  }

  /** @throws {SelectError} */
  spend(steps: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft >= 0) return;
    const many = `select of ${this.#paths.length} paths is too much for so many items, name fewer`;
    throw new SelectError(`${many}; the body is ${shape(this.#body)}`, { isOverLimit: true });
  }
}

/** What is where a path ends early, in the first item of each list on the way. */
function insteadOf(body: unknown, steps: readonly string[]): Instead {
  let value: unknown = body;
  const gone: string[] = [];
  for (const step of steps) {
    const isIndex = Array.isArray(value) && /^\d+$/.test(step);
    const item: unknown = Array.isArray(value) && !isIndex ? value[0] : value;
    const next: unknown = Array.isArray(item)
      ? item[Number(step)]
      : isRecord(item) && Object.hasOwn(item, step)
        ? item[step]
        : undefined;
    if (next === undefined) return { place: placeIn(gone, value), advice: adviceFor(gone, item, step) };
    gone.push(step);
    value = next;
  }
  return { place: placeIn(gone, value), advice: undefined };
}

function placeIn(gone: readonly string[], value: unknown): string {
  return `${gone.length === 0 ? 'the body' : gone.join('.')} is ${shape(value)}`;
}

function adviceFor(gone: readonly string[], item: unknown, step: string): string | undefined {
  if (!isRecord(item)) return undefined;
  const near = nearestKey(step, Object.keys(item));
  if (near !== undefined) return `did you mean ${[...gone, near].join('.')}?`;
  const elsewhere = gone.length === 0 ? pathTo(step, item) : undefined;
  return elsewhere === undefined ? undefined : `there is ${elsewhere.replaceAll('[]', '')}`;
}
