import type { Evaluate } from './run.ts';
import type { Place, Role, Spot } from './spots.ts';
import type { Node } from './syntax.ts';

/** What a part of an expression stands in. */
export interface Context {
  /** The path of the value that it is evaluated on; empty for the body itself. */
  readonly prefix: string;
  /** The path of the element of a projection that it stands in; empty outside of projections. */
  readonly base: string;
  readonly role: Role;
  /** Whether it is compared or an argument, so that a text may have been meant. */
  readonly isOperand: boolean;
  /** Whether nothing of the path follows. */
  readonly isLast: boolean;
  /** Whether it is evaluated for each element of a projection, right behind it. */
  readonly isEach: boolean;
  /** The key that follows. */
  readonly next?: string | undefined;
  /** Number of the spot of the projection that it stands in. */
  readonly list?: number | undefined;
  /** Slots of variables by name. */
  readonly slots: ReadonlyMap<string, number>;
}

/** What the parts of an expression are compiled with. */
export interface Compiling {
  /** The whole expression. */
  readonly text: string;
  /** The places that are watched so far. */
  readonly spots: readonly Spot[];
  part(node: Node, context: Context): Evaluate;
  /** Watches a place. @returns its number */
  watch(spot: Spot): number;
  /** The path of a node from the body. */
  path(node: Node, context: Context): string;
  /** The text of a node. */
  written(node: Node): string;
}

/** Where a watched part stands. */
export function placeOf({ prefix, base, role, isEach, list }: Context): Place {
  return { prefix, base, role, isEach, list };
}
