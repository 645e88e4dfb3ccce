import { tokensToWeight } from '../../result/budget/tokens.ts';
import { truncate, waterFill } from '../../result/budget/truncate.ts';
import { detach } from '../../result/budget/truncated.ts';
import type { BodyShare } from './draft.ts';

/** Budgets of the call that are held at the most, and kept after a cut. */
const MAX_BUDGETS = 4;
const KEEP_BUDGETS = 2;

/**
 * The parts of bodies that a call holds until its end. One alone may take the whole budget; a thousand that each did so
 * would take a thousand times as much as can be shown. When they have become four budgets they are cut to fair shares.
 */
export class HeldShares {
  readonly #shares: BodyShare[] = [];
  readonly #budget: number;
  #weight = 0;

  /** @param maxTokens the call's budget */
  constructor(maxTokens: number) {
    this.#budget = tokensToWeight(maxTokens);
  }

  add(share: BodyShare | undefined): void {
    if (!share) return;
    this.#shares.push(share);
    this.#weight += share.weight;
    if (this.#weight <= this.#budget * MAX_BUDGETS) return;
    const weights = waterFill(
      this.#shares.map(({ weight }) => weight),
      this.#budget * KEEP_BUDGETS,
    );
    for (const [index, weight] of weights.entries()) shrink(this.#shares[index], weight);
    this.#weight = this.#shares.reduce((sum, { weight }) => sum + weight, 0);
  }
}

/** Lets go of what is more than `weight`. */
function shrink(share: BodyShare | undefined, weight: number): void {
  if (!share || share.weight <= weight) return;
  share.value = detach(truncate(share.value, weight));
  share.isCut = true;
  share.weight = weight;
}
