import type { Evaluate, Run } from './run.ts';
import type { Node } from './syntax.ts';
import { HIT } from './spots.ts';
import { isRecord, setKey } from './values.ts';

/** A key of an object. What is absent is undefined, and the first value without it is kept as the spot's sample. */
export function compiledKey(name: string, spot: number): Evaluate {
  // What every object inherits is no key of it.
  const isInherited = name in Object.prototype;
  return (value, run) => {
    if (isRecord(value) && (!isInherited || Object.hasOwn(value, name))) {
      const found = value[name];
      if (found !== undefined) {
        run.hits[spot] = HIT;
        return found;
      }
    }
    return missed(value, spot, run);
  };
}

/** A bare `true`, `false` or `null`: the key of that name if there is one, else the value. */
export function compiledConstant(name: string, constant: boolean | null): Evaluate {
  return (value) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : constant);
}

/** An element of a list, from the end if negative. */
export function compiledIndex(index: number, spot: number): Evaluate {
  return (value, run) => {
    if (Array.isArray(value)) {
      const found = value[index < 0 ? value.length + index : index] as unknown;
      if (found !== undefined) {
        run.hits[spot] = HIT;
        return found;
      }
    }
    return missed(value, spot, run);
  };
}

/** Keeps the first value that does not fit. @returns null of null, else undefined */
export function missed(value: unknown, spot: number, run: Run): null | undefined {
  if (value === null || value === undefined) return value;
  if (run.samples[spot] === undefined) run.samples[spot] = value;
  return undefined;
}

/** `a.b`: what is null or absent has no parts. */
export function compiledSub(left: Evaluate, right: Evaluate): Evaluate {
  return (value, run) => {
    const found = left(value, run);
    return found === undefined || found === null ? found : right(found, run);
  };
}

/** `{a: b}`. What is absent is null. */
export function compiledHash(written: readonly (readonly [string, Evaluate, Node])[]): Evaluate {
  const pairs = written.map(
    ([name, part, node]) => [name, node.kind === 'literal' ? watchedText(node.value, part) : part] as const,
  );
  const names = pairs.map(([name]) => name);
  const parts = pairs.map(([, part]) => part);
  const hasProto = names.includes('__proto__');
  return (value, run) => {
    const made: Record<string, unknown> = {};
    for (let place = 0; place < names.length; place++) {
      const name = names[place] ?? '';
      const found = parts[place]?.(value, run) ?? null;
      if (hasProto) setKey(made, name, found);
      else made[name] = found;
    }
    return made;
  };
}

/** `{name: 'name'}`: a text that is a key of the value, too, was likely meant as the key. */
function watchedText(text: unknown, part: Evaluate): Evaluate {
  const key = typeof text === 'string' ? /^\$?\.?([A-Za-z_]\w*)/.exec(text)?.[1] : undefined;
  if (key === undefined) return part;
  return (value, run) => {
    if (isRecord(value) && Object.hasOwn(value, key))
      run.remark(`text ${key}`, `'${String(text)}' is a text; the value of that key is ${String(text)} without quotes`);
    return part(value, run);
  };
}

/** `[a, b]`. What is absent is null. */
export function compiledList(items: readonly Evaluate[]): Evaluate {
  return (value, run) => {
    const made: unknown[] = [];
    for (const item of items) made.push(item(value, run) ?? null);
    return made;
  };
}
