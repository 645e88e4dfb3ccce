import { isObject, quoted, shape } from './shape.ts';
import { SelectError, type Selected } from './select-error.ts';

/** Longer lists, and longer paths, are not written by people or models. */
const MAX_PATHS = 100;
const MAX_PATH = 1_000;
/** Values that may be picked: a process has not the memory for any number. */
const MAX_VALUES = 5_000_000;

/** What is wrong with a list of paths as such; undefined if nothing is. */
export function pathsProblem(paths: readonly string[]): string | undefined {
  if (paths.length > MAX_PATHS) return `select has ${paths.length} paths; at most ${MAX_PATHS} are taken`;
  const long = paths.find(({ length }) => length > MAX_PATH);
  return long === undefined ? undefined : `select has a path of ${long.length} characters; at most ${MAX_PATH} are taken`;
}

/**
 * Picks by a list of paths such as `user.login`, from an object, or from each item of an array.
 * @returns an object (or a list of such) with the paths as keys, null where there is nothing; the note names paths
 *   that matched nowhere
 * @throws {SelectError} if no path matched anything, or they are too many for such a body
 */
export function selectPaths(body: unknown, paths: readonly string[]): Selected {
  const items: readonly unknown[] = Array.isArray(body) ? body : [body];
  const problem = pathsProblem(paths);
  if (problem !== undefined) throw new SelectError(`${problem}; the body is ${shape(body)}`);
  if (items.length * paths.length > MAX_VALUES) {
    throw new SelectError(
      `select of ${paths.length} paths is too much for so many items, name fewer; the body is ${shape(body)}`,
    );
  }
  const steps = paths.map((path) => path.split('.'));
  const rows = items.map((item) => steps.map((each) => valueAt(item, each)));
  const missing = paths.filter((_, column) => rows.every((row) => row[column] === undefined));
  if (missing.length === paths.length && items.length > 0) {
    throw new SelectError(`select ${quoted(JSON.stringify(paths))} matched nothing; the body is ${shape(body)}`);
  }
  const picked = rows.map((row) => Object.fromEntries(row.map((value, column) => [paths[column] ?? '', value ?? null])));
  const note =
    missing.length > 0 && items.length > 0 ? `no ${quoted(missing.join(', '))}; the body is ${shape(body)}` : undefined;
  return { value: Array.isArray(body) ? picked : picked[0], note };
}

/** A key that holds the dots itself wins; an array in the middle is walked item by item unless the step is an index. */
export function valueAt(value: unknown, steps: readonly string[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(value)) {
    if (/^\d+$/.test(step)) return valueAt(value[Number(step)], rest);
    const found = value.map((item) => valueAt(item, steps)).filter((item) => item !== undefined);
    return found.length > 0 ? found : undefined;
  }
  if (!isObject(value)) return undefined;
  const whole = steps.join('.');
  if (Object.hasOwn(value, whole)) return value[whole];
  return Object.hasOwn(value, step) ? valueAt(value[step], rest) : undefined;
}
