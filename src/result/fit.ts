import { cut, waterFill } from './cut.ts';
import { weightOf } from './tokens.ts';
import { weigh } from './weigh.ts';

/** Tokens of a body below which cutting it leaves nothing to read; there is only its ref then. */
const FLOOR = 30;
/** Tokens that saying what was cut costs: `"truncated":{"kept":3,"of":500,"ref":"b1/5","bytes":91230}`. */
const SAYING_SO = 45;

/** Tokens of a body that takes no more room than the ref that would stand for it: `"ref":"b1/999"`. */
const LIKE_A_REF = 8;

/** A body on its way into a result. */
export interface Fitting {
  /** Plain JSON, or what an earlier cut left of it. */
  readonly value: unknown;
  /** Whether it has been cut before. */
  readonly isCut: boolean;
}

/** What there is room for: the value, whole or cut, or nothing of it. */
export type Fitted = { readonly value: unknown; readonly isCut: boolean } | undefined;

/**
 * Shares a budget among bodies: small ones whole, the others the rest in equal parts, those for which too little is
 * left not at all.
 * @param tokens for all of them, with what it costs to say that something was cut
 */
export function fit(bodies: readonly Fitting[], tokens: number): Fitted[] {
  const budget = weightOf(tokens);
  const tiny = weightOf(LIKE_A_REF);
  const limit = Math.max(budget, tiny);
  const needs = bodies.map(({ value, isCut }) => weigh(value, limit) + (isCut ? weightOf(SAYING_SO) : 0));
  const whole = needs.reduce((sum, need) => sum + need, 0) <= budget;
  const shares = whole ? needs : waterFill(needs, budget);
  return bodies.map(({ value, isCut }, index) => {
    const share = shares[index] ?? 0;
    const need = needs[index] ?? 0;
    if (need <= share || need <= tiny) return { value, isCut };
    const room = share - weightOf(SAYING_SO);
    return room < weightOf(FLOOR) ? undefined : { value: cut(value, room), isCut: true };
  });
}
