import { isObject, shape } from './shape.ts';
import { SelectError, type Selected } from './selected.ts';

/**
 * Picks by a list of paths such as `user.login`, from an object, or from each item of an array.
 * @returns an object (or a list of such) with the paths as keys, null where there is nothing; the note names paths
 *   that matched nowhere
 * @throws {SelectError} if no path matched anything
 */
export function selectPaths(body: unknown, paths: readonly string[]): Selected {
  const items: readonly unknown[] = Array.isArray(body) ? body : [body];
  const rows = items.map((item) => paths.map((path) => valueAt(item, path.split('.'))));
  const missing = paths.filter((_, column) => rows.every((row) => row[column] === undefined));
  if (missing.length === paths.length && items.length > 0) {
    throw new SelectError(`select ${JSON.stringify(paths)} matched nothing; the body is ${shape(body)}`);
  }
  const picked = rows.map((row) => Object.fromEntries(row.map((value, column) => [paths[column] ?? '', value ?? null])));
  const note = missing.length > 0 && items.length > 0 ? `no ${missing.join(', ')}; the body is ${shape(body)}` : undefined;
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
