import { truncate, waterFill } from './truncate.ts';
import { tokensToWeight } from './tokens.ts';
import { weigh } from './json-weight.ts';

/** Tokens of a body below which cutting it leaves nothing to read; there is only its ref then. */
const MIN_USEFUL_TOKENS = 30;
/** Tokens that saying what was cut costs: `"truncated":{"kept":3,"of":500,"ref":"b7f3k2mq9/5","bytes":91230}`. */
const TRUNCATION_TOKENS = 50;

/** Tokens of a body that takes no more room than the ref that would stand for it: `"ref":"b7f3k2mq9/999"`. */
const REF_TOKENS = 13;

/** A body on its way into a result. */
export interface FitRequest {
  /** Plain JSON, or what an earlier cut left of it. */
  readonly value: unknown;
  /** Whether it has been cut before. */
  readonly isCut: boolean;
}

/** What there is room for: the value, whole or cut, or nothing of it. */
export type FitResult = { readonly value: unknown; readonly isCut: boolean } | undefined;

/**
 * Shares a budget among bodies: small ones whole, the others the rest in equal parts. Where such a part is too little to
 * be read, the first of those bodies are whole, as many as fit, and the others are not there at all.
 * @param tokens for all of them, with what it costs to say that something was cut
 */
export function fitBodies(bodies: readonly FitRequest[], tokens: number): FitResult[] {
  const budget = tokensToWeight(tokens);
  const tiny = tokensToWeight(REF_TOKENS);
  const limit = Math.max(budget, tiny);
  const needs = bodies.map(({ value, isCut }) => weigh(value, limit) + (isCut ? tokensToWeight(TRUNCATION_TOKENS) : 0));
  const whole = needs.reduce((sum, need) => sum + need, 0) <= budget;
  const shares = whole ? needs : waterFill(needs, budget);
  let left = budget;
  const fitted = bodies.map(({ value, isCut }, index): FitResult => {
    const share = shares[index] ?? 0;
    const need = needs[index] ?? 0;
    const isWhole = need <= share || need <= tiny;
    const room = share - tokensToWeight(TRUNCATION_TOKENS);
    if (!isWhole && room < tokensToWeight(MIN_USEFUL_TOKENS)) return undefined;
    left -= isWhole ? need : share;
    return isWhole ? { value, isCut } : { value: truncate(value, room), isCut: true };
  });
  return fitted.map((fit, index) => {
    const [body, need] = [bodies[index], needs[index] ?? 0];
    if (fit || !body || need > left) return fit;
    left -= need;
    return { value: body.value, isCut: body.isCut };
  });
}
