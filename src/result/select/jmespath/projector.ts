import type { Node } from './syntax.ts';
import { isRecord } from './values.ts';

/** Gives the value of a plain path, or an object of such; undefined where something is not there, or is null. */
export type Projector = (body: unknown) => unknown;

/**
 * What a plain expression comes to without anything that is watched or counted: `a.b[0]`, or `{x: a.b, y: c}`. It takes
 * as many steps as it has names. Undefined for others.
 */
export function projectorFor(tree: Node): Projector | undefined {
  const path = pathFor(tree);
  if (path) return path;
  if (tree.kind !== 'hash') return undefined;
  const parts: (readonly [string, Projector])[] = [];
  for (const { name, value } of tree.pairs) {
    const part = pathFor(value);
    if (!part || name === '__proto__') return undefined;
    parts.push([name, part]);
  }
  return (body) => {
    const made: Record<string, unknown> = {};
    for (const [name, part] of parts) {
      const found = part(body);
      if (found === undefined) return undefined;
      made[name] = found;
    }
    return made;
  };
}

function pathFor(node: Node): Projector | undefined {
  const steps: (string | number)[] = [];
  let rest = node;
  for (; rest.kind === 'sub'; rest = rest.left) {
    const step = stepOf(rest.right);
    if (step === undefined) return undefined;
    steps.unshift(step);
  }
  if (rest.kind !== 'current' && rest.kind !== 'root') {
    const step = stepOf(rest);
    if (step === undefined) return undefined;
    steps.unshift(step);
  }
  return (body) => {
    let value = body;
    for (const step of steps) {
      if (typeof step === 'number') value = Array.isArray(value) ? (value.at(step) as unknown) : undefined;
      else value = isRecord(value) ? value[step] : undefined;
    }
    return value ?? undefined;
  };
}

/** The key or the index that a node takes; undefined if it is another, or a key that every object inherits. */
function stepOf(node: Node): string | number | undefined {
  if (node.kind === 'index') return node.index;
  return node.kind === 'field' && !node.dashed && !(node.name in Object.prototype) ? node.name : undefined;
}
