import type { CompareOperator } from './syntax.ts';

/**
 * What a name is for: its value is the answer (`value`), or one of several that would do (`maybe`), it is only tested
 * for being there (`test`), or compared (`operand`).
 */
export type Role = 'value' | 'maybe' | 'test' | 'operand';

/** Where in an expression a spot stands. */
export interface Place {
  /** The path of the value that is looked into, from the body; empty for the body itself. */
  readonly prefix: string;
  /** The path of the element of a projection that it stands in; empty outside of projections. */
  readonly base: string;
  readonly role: Role;
  /** Whether it is looked for in each element of a projection, right behind it. */
  readonly isEach: boolean;
  /** Number of the spot of the projection that it stands in. */
  readonly list?: number | undefined;
}

interface Named extends Place {
  /** The path of what is looked for. */
  readonly path: string;
}

/** A place in an expression that is watched while it is evaluated, to say afterwards what could not have been meant. */
export type Spot =
  | (Named & {
      readonly kind: 'key';
      readonly name: string;
      readonly quoted: boolean;
      readonly dashed: boolean;
      /** Nothing of the path follows. */
      readonly isLast: boolean;
      /** An argument of a function, or compared: a text may have been meant. */
      readonly isOperand: boolean;
      /** The name that follows, if one does. */
      readonly next?: string | undefined;
    })
  | (Named & { readonly kind: 'index'; readonly index: number })
  | (Named & { readonly kind: 'list' | 'values'; readonly whole: string; readonly each: string })
  | (Named & {
      readonly kind: 'filter';
      readonly whole: string;
      readonly condition: string;
      readonly from: number;
      readonly to: number;
    })
  | (Named & {
      readonly kind: 'equal';
      readonly operator: CompareOperator;
      /** What the path is compared with. */
      readonly literal: string | number | boolean;
    })
  | (Named & { readonly kind: 'order'; readonly text: string })
  | (Named & { readonly kind: 'truth'; readonly text: string });

/** Bits of `Run.hits`: what was looked for was there. */
export const HIT = 1;
/** A projection had an element, which passed its filter if it has one; it has collected a value; a filter had an element. */
export const ELEMENTS = 2;
export const COLLECTED = 4;
export const CANDIDATES = 8;
/** The two sides of a comparison were equal; they were not. */
export const EQUAL = 2;
export const UNEQUAL = 4;
/** Two values of no common order were compared; two texts that are numbers were. */
export const UNORDERED = 2;
export const NUMERIC = 4;
/** A condition was zero; a text that says no, such as "false"; another text that counts as true; null or an empty text. */
export const ZERO = 2;
export const SAID_NO = 4;
export const OTHER = 8;
export const NOTHING = 16;

/** What a comparison with a literal has met. */
export class Met {
  /** Some of the other values. */
  readonly values: (string | number | boolean)[] = [];
  /** One that is the same but for its case or type. */
  near: string | number | boolean | undefined;
  /** A list or an object among them. */
  list: unknown;
}
