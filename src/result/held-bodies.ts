import type { Body } from './body.ts';
import { waterFill } from './budget/truncate.ts';
import { tokensToWeight } from './budget/tokens.ts';

/** What is held, in budgets of the call; and what is left of it after a cut. */
const MAX_BUDGETS = 4;
const KEEP_BUDGETS = 2;

/**
 * The bodies a call holds until its end. One alone may take the whole budget; a thousand that each did so would take a
 * thousand times as much as can be shown. What is held is cut to a fair share whenever it has become four budgets.
 */
export class HeldBodies {
  readonly #bodies: Body[] = [];
  readonly #budget: number;
  #weight = 0;

  /** @param maxTokens the call's budget */
  constructor(maxTokens: number) {
    this.#budget = tokensToWeight(maxTokens);
  }

  add(body: Body | undefined): void {
    // Of the others more than what is shown is in memory: there is nothing to gain.
    if (!body?.isElsewhere) return;
    this.#bodies.push(body);
    this.#weight += body.weight;
    if (this.#weight <= this.#budget * MAX_BUDGETS) return;
    const shares = waterFill(
      this.#bodies.map(({ weight }) => weight),
      this.#budget * KEEP_BUDGETS,
    );
    for (const [index, share] of shares.entries()) this.#bodies[index]?.shrink(share);
    this.#weight = this.#bodies.reduce((sum, { weight }) => sum + weight, 0);
  }
}
