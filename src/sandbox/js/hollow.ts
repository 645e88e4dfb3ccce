const EMPTY = /^(?:null|0|""|\[\]|\{\})$/;
/** Longer values are no sums or findings of which nothing is there. */
const MAX_LENGTH = 2_000;

/**
 * Whether a value is empty, a list of nulls or of empty objects alone, or an object of nothing but nulls, zeros and empty
 * values: that looks like an answer, and may come of a key that is not there, or a comparison that never holds.
 * @param json of the value, where NaN is a text
 * @param isDeep whether it counts what is in it, too
 */
export function isHollow(json: string, isDeep: boolean): boolean {
  if (EMPTY.test(json)) return true;
  if (!isDeep || json.length > MAX_LENGTH || !/^["[{]/.test(json)) return false;
  const value: unknown = JSON.parse(json);
  const leaves = leavesOf(value);
  // Members that are undefined are left out, so that objects of keys that are not there are empty.
  if (leaves.length === 0) return !Array.isArray(value) || value.every((item) => !Array.isArray(item));
  return leaves.every((leaf) => isNothing(leaf) || (!Array.isArray(value) && (leaf === 0 || leaf === '')));
}

/**
 * Whether all that a value has is null, zero, false or empty: so may an answer be, and so is what comes of a key that is not
 * there and of what stands in its place.
 * @param json of the value
 */
export function isBarren(json: string): boolean {
  if (json.length > MAX_LENGTH || !/^["[{0fn]/.test(json)) return false;
  const leaves = leavesOf(JSON.parse(json));
  return leaves.length > 0 && leaves.every((leaf) => isNothing(leaf) || leaf === 0 || leaf === '' || leaf === false);
}

function isNothing(leaf: unknown): boolean {
  return leaf === null || leaf === 'NaN';
}

function leavesOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(leavesOf);
}
