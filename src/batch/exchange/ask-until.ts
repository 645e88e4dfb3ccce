import { retryAfterMs } from '../../http/retry-after.ts';
import { CALL } from '../../limits.ts';
import type { ConditionFacts } from '../../result/condition.ts';
import type { Answer } from '../outcome/answer.ts';
import { unmetCondition, type Poll } from '../outcome/poll.ts';

export interface PollOptions {
  /** Milliseconds between two asks, where the answer does not say another time. */
  readonly everyMs: number;
  readonly deadlineMs: number;
  /** Milliseconds until the call ends. */
  leftMs(): number;
  /** Sends the request once more. @throws as `send` does */
  send(): Promise<Answer>;
  /** Where the last answer came from. */
  url(): string;
  check(answer: Answer): Promise<ConditionFacts>;
  /** Waits without a permit. @throws when the call is ended */
  wait(ms: number): Promise<void>;
  /** Lets go of an answer's body that a newer one has replaced. */
  drop(answer: Answer): void;
  /** Told when there is news in the poll. */
  onNews(): void;
}

/**
 * Asks until a condition holds, an answer is an error, or the call would be over before the next ask: then `poll.failure`
 * says so.
 * @param poll is filled while it runs
 * @returns the last answer
 * @throws what a request fails with
 */
export async function askUntil(poll: Poll, options: PollOptions): Promise<Answer> {
  for (;;) {
    const answer = await options.send();
    if (answer.status >= 400) {
      forgetLast(poll, options);
      poll.notes = [];
      return answer;
    }
    const { holds, seen, text, notes } = await options.check(answer);
    const isFirst = poll.asks === 0;
    forgetLast(poll, options);
    poll.last = { answer, url: options.url() };
    poll.asks++;
    poll.seen = seen;
    // Whoever compares nothing gets what is there at the first ask.
    const careless = isFirst && holds && text !== undefined ? [countsAsTrue(poll.condition, text)] : [];
    poll.notes = [...notes, ...careless];
    if (holds) return answer;
    const asked = retryAfterMs(answer);
    const ms = Math.max(asked ?? options.everyMs, CALL.everyMs.min);
    if (ms >= options.leftMs()) {
      const after = asked === undefined ? `every ${ms} ms` : `Retry-After: ${Math.ceil(ms / 1_000)} s`;
      poll.failure = unmetCondition(
        poll,
        `the next ask (${after}) would come after the call's deadline of ${options.deadlineMs} ms`,
      );
      return answer;
    }
    options.onNews();
    await options.wait(ms);
  }
}

function forgetLast(poll: Poll, options: PollOptions): void {
  if (poll.last) options.drop(poll.last.answer);
  delete poll.last;
}

function countsAsTrue(condition: string, text: string): string {
  return `until ${condition} gave the text ${JSON.stringify(text)}, which counts as true; to wait for a value, compare with it: ${condition} == 'done'`;
}
