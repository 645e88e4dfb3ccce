import { clip } from '../../clip.ts';
import type { CallResult } from '../args/result-schema.ts';
import { tokensOf } from './report.ts';

type PlanPart = NonNullable<CallResult['plan']>;

/** What a plan would say of a call if there were room for all of it. */
export interface PlanFacts {
  readonly requests: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly hosts: readonly string[];
  /** Requests that wait for others, in words. */
  readonly dependent: readonly string[];
}

/** How many names a list has, and characters each text, from the most to the least. */
const STEPS = [
  { names: 50, characters: 16_384 },
  { names: 50, characters: 2_000 },
  { names: 20, characters: 500 },
  { names: 5, characters: 200 },
] as const;
const LEAST = { names: 1, characters: 80 };
/** Of a budget; the rest is for the records of what would be refused, and notes. */
const SHARE = 0.6;

/** The plan in a dry run's result: what takes more than its share of the budget is cut, long texts before lists. */
export function planPart(facts: PlanFacts, maxTokens: number): PlanPart {
  const fits = (made: PlanPart): boolean => tokensOfPlan(made) <= maxTokens * SHARE;
  return STEPS.map((step) => part(facts, step)).find(fits) ?? part(facts, LEAST);
}

/** What a plan takes of a budget. */
export function tokensOfPlan(plan: PlanPart): number {
  return Math.ceil(tokensOf(JSON.stringify(plan)));
}

function part({ requests, first, last, hosts, dependent }: PlanFacts, { names, characters }: typeof LEAST): PlanPart {
  const some = (all: readonly string[]): string[] => {
    const more = all.length > names ? [`and ${all.length - names} more`] : [];
    return [...all.slice(0, names).map((name) => clip(name, characters)), ...more];
  };
  return {
    requests,
    ...(first === undefined ? {} : { first: clip(first, characters), last: clip(last ?? first, characters) }),
    hosts: some(hosts),
    ...(dependent.length > 0 ? { dependent: some(dependent) } : {}),
  };
}
