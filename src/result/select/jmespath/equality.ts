import type { Run } from './run.ts';

/** Whether two JSON values are equal, at any depth; the order of keys does not matter. @throws {LimitError} */
export function deepEqual(left: unknown, right: unknown, run: Run): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    // What is absent is null.
    return (left ?? null) === (right ?? null);
  }
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    run.spend(left.length);
    return left.every((item, at) => deepEqual(item, right[at], run));
  }
  if (Array.isArray(right)) return false;
  const members = Object.entries(left);
  run.spend(members.length);
  const others = new Map(Object.entries(right));
  return (
    members.length === others.size && members.every(([key, value]) => others.has(key) && deepEqual(value, others.get(key), run))
  );
}
