import type { VariableUse } from './variable-uses.ts';
import { isMap, isScalar, lengthOf, MAX_BODY_VALUE_LENGTH, MAX_VALUE_LENGTH } from './variable-value.ts';

/** Whether a value is of a kind that can stand where a variable is used; how long it is does not matter here. */
function fits(value: unknown, { takes, isOptional }: VariableUse): boolean {
  if (value === null || value === undefined) return isOptional;
  if (isScalar(value) || takes === 'anything') return true;
  if (Array.isArray(value)) return value.every((item) => isScalar(item) || (item === null && takes === 'list'));
  return takes === 'members' && isMap(value) && Object.values(value).every((member) => member === null || isScalar(member));
}

/**
 * The same for a value that a body has brought: a list is taken for one value only where the use says so, since most often
 * its items are meant.
 */
export function fitsFromBody(value: unknown, use: VariableUse): boolean {
  return fits(value, use) && !(Array.isArray(value) && use.takes === 'text');
}

const misfits = new WeakMap<VariableUse, WeakMap<object, string>>();

/**
 * Why a value cannot stand where a variable is used.
 * @returns words without the value itself, which may be long, and secret; undefined if it can
 */
export function describeMisfit(value: unknown, use: VariableUse): string | undefined {
  if (typeof value !== 'object' || value === null) return misfit(value, use);
  // One list or object stands in many rows, and may be large.
  let known = misfits.get(use);
  if (!known) misfits.set(use, (known = new WeakMap()));
  const words = known.get(value) ?? misfit(value, use) ?? '';
  known.set(value, words);
  return words === '' ? undefined : words;
}

function misfit(value: unknown, use: VariableUse): string | undefined {
  const { name, place, takes } = use;
  if (!fits(value, use)) {
    if (value === null || value === undefined) return `{${name}} is null or absent here; give it a value, or leave the row out`;
    const kind = Array.isArray(value) ? 'a list of more than plain values' : 'an object';
    const cure =
      place === 'url' && takes !== 'members' ? `or write {?${name}*} for all of its members` : 'only a JSON body takes it whole';
    return `{${name}} is ${kind}; pick one of its values, ${cure}`;
  }
  const most = place === 'body' ? MAX_BODY_VALUE_LENGTH : MAX_VALUE_LENGTH;
  const length = lengthOf(value, most);
  if (length <= most) return undefined;
  const where = place === 'body' ? 'in a body' : 'in a URL, a query or a header';
  return `the value of {${name}} has ${Array.isArray(value) ? `more than ${most}` : length} characters; ${where} at most ${most} are sent`;
}
