import { clip } from '../../clip.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { Answer } from './answer.ts';
import type { Unnumbered } from './draft.ts';

/** What a request that is asked again until something holds has seen; it grows while it runs. */
export interface Poll {
  readonly condition: string;
  /** How often it has been answered. */
  asks: number;
  /** Its last answer, and where that came from. */
  last?: { readonly answer: Answer; readonly url: string };
  /** What the last answer was, as far as the condition is about it, in a few words. */
  seen: string;
  /** What the reader should know of the condition. */
  notes: readonly string[];
  /** Why it is not asked again though the condition does not hold. */
  failure?: Pick<Unnumbered, 'outcome' | 'kind' | 'error'>;
}

/** Of a request that has not been asked yet. */
export function newPoll({ condition }: NonNullable<PlannedRequest['until']>): Poll {
  return { condition, asks: 0, seen: '', notes: [] };
}

/** `asked 3 times, last saw status: "running"` */
export function describePoll({ asks, seen }: Poll): string {
  return `asked ${asks === 1 ? 'once' : `${asks} times`}, last saw ${seen}`;
}

/** What is said of a request whose condition does not hold when its time is up. @param why it was not asked again */
export function unmetCondition(poll: Poll, why: string): NonNullable<Poll['failure']> {
  const condition = clip(poll.condition, 100);
  const cure = 'raise deadline_ms, or ask on with retry_of';
  return {
    outcome: 'timeout',
    kind: 'until',
    error: `until ${condition} does not hold yet: ${describePoll(poll)}; ${why}; ${cure}`,
  };
}
