import { isBoxedPrimitive, isDate } from 'node:util/types';
import type { Problem } from '../batch/args/problem.ts';
import { InvalidCall } from '../batch/args/problems.ts';
import { UsageError } from '../tools/usage-error.ts';

/** What is nested deeper stays as it is: the stack has an end. */
const MAX_DEPTH = 500;
const FUNCTION = 'a function; write it as text, such as "body => body.length"';

/**
 * The arguments of a program's call as JSON has them, copied: the program may change its own while the call waits, and
 * afterwards, before `retry_of`. Dates, URLs and all that says its JSON itself become that, `undefined` stays.
 * @throws {UsageError} naming what JSON has not, each with its path; it would be sent as something else, such as {}
 */
export function ownCopy(args: unknown): unknown {
  const copying = new Copying();
  const copy = copying.of(args, '', 0);
  if (copying.problems.length > 0) throw new UsageError(new InvalidCall(copying.problems).message);
  return copy;
}

class Copying {
  readonly problems: Problem[] = [];
  readonly #copies = new Map<object, unknown>();
  /** What is being copied: what stands in it again holds itself. */
  readonly #open = new Set<object>();

  of(value: unknown, path: string, depth: number): unknown {
    if (typeof value !== 'object' || value === null) {
      const flaw = scalarFlaw(value);
      return flaw === undefined ? value : this.#refuse(path, flaw);
    }
    if (depth > MAX_DEPTH) return value;
    if (this.#open.has(value)) return this.#refuse(path, 'holds itself');
    if (this.#copies.has(value)) return this.#copies.get(value);
    this.#open.add(value);
    const copy = this.#inside(value, path, depth + 1);
    this.#open.delete(value);
    this.#copies.set(value, copy);
    return copy;
  }

  #inside(value: object, path: string, depth: number): unknown {
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return this.#refuse(path, 'bytes are no JSON; give a string');
    if (isDate(value) && Number.isNaN(value.getTime())) return this.#refuse(path, 'an invalid date is no JSON; give a string');
    if (isBoxedPrimitive(value)) return this.of(value.valueOf(), path, depth);
    if ('toJSON' in value && typeof value.toJSON === 'function') return this.of(value.toJSON(), path, depth);
    if (Array.isArray(value)) return Array.from(value, (item, index) => this.of(item, `${path}[${index}]`, depth));
    const members = Object.entries(value);
    if (members.length === 0 && !isPlain(value))
      return this.#refuse(path, `${className(value)} is no JSON; give a plain object, list or string`);
    return Object.fromEntries(
      members.map(([key, member]) => [key, this.of(member, path === '' ? key : `${path}.${key}`, depth)]),
    );
  }

  #refuse(path: string, message: string): undefined {
    this.problems.push({ path: path || 'arguments', message });
  }
}

function scalarFlaw(value: unknown): string | undefined {
  if (typeof value === 'function') return FUNCTION;
  if (typeof value === 'bigint' || typeof value === 'symbol') return `a ${typeof value} is no JSON; give a string`;
  return typeof value === 'number' && !Number.isFinite(value) ? `${value} is no JSON; give a number, or null` : undefined;
}

/** Of this realm or another. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function className({ constructor }: Partial<object>): string {
  return `an instance of ${constructor?.name || 'a class'}`;
}
