/** Answers that are looked back at. */
const REMEMBERED = 128;
/** A server that has refused once is asked at most this much slower than what it seems to allow. */
const SAFETY_FACTOR = 0.9;
/** The same once its rate has been measured from one refusal to the next. */
const MEASURED_SAFETY_FACTOR = 0.95;
/** What a second refusal makes of a guess before it can be measured, and of what has been measured. */
const BACKOFF_FACTOR = 0.5;
const MEASURED_BACKOFF_FACTOR = 0.8;
/** Requests a second a first guess is not below: a bucket that holds one request says little by its first refusal. */
const MIN_FIRST_GUESS = 5;
const MIN_RATE = 0.1;
/** Above it nothing is gained by pacing. */
const MAX_RATE = 1_000;
/** A measure over less than this is too coarse to be believed alone, in milliseconds. */
const MEASURABLE_MS = 1_000;
/** Answers in the second before: a first refusal after fewer is not because of how often it was asked. */
const MIN_RECENT_ANSWERS = 3;
/** A second refusal this much later, in milliseconds, is a first one again. */
const ISOLATED_MS = 10_000;
/** After so long without an answer, in milliseconds, whatever was used up has come back, and is learned anew. */
const IDLE_MS = 30_000;

/**
 * Learns how many requests a second an origin takes, from what it answers and what it refuses (429).
 *
 * Servers count by a bucket of tokens, or something that looks like one. A refusal says that the bucket is empty. So
 * what was answered between two refusals is what came into it meanwhile: the rate. Before the second refusal it is
 * assumed that the bucket had been full and holds a second's worth: k seconds into a burst of n answers the rate is
 * n / (k + 1). Either is at most the true rate if the bucket has run over.
 *
 * From there it grows, so slowly that the next refusal comes before the rate is 10 % too high: with b tokens saved up
 * and a growth of g a second that point is at sqrt(2 g b / rate).
 */
export class LearnedRate {
  #perSecond: number | undefined;
  /** What the origin itself says is the most. */
  #statedMax = MAX_RATE;
  /** When the last ones were answered: a ring. */
  readonly #answers: number[] = [];
  #answered = 0;
  /** Tokens its bucket may hold. */
  #burst = 1;
  /** The refusal from which on is measured, and how many had been answered then. */
  #from: { readonly at: number; readonly answered: number } | undefined;
  #isMeasured = false;
  #grownAt = 0;
  /** When it was last answered or refused. */
  #usedAt = -Infinity;

  /** Requests a second; undefined as long as nothing was refused. */
  get perSecond(): number | undefined {
    return this.#perSecond;
  }

  /** Milliseconds between two requests; 0 as long as nothing was refused, and again when nothing was asked for 30 s. */
  intervalMs(now: number): number {
    this.#forgetIfIdle(now);
    return this.#perSecond === undefined ? 0 : 1_000 / this.#perSecond;
  }

  /**
   * A request was answered, with whatever but a refusal.
   * @param busy whether the pace held anybody up lately: what is not used does not grow
   */
  answered(now: number, busy: boolean): void {
    this.#answers[this.#answered++ % REMEMBERED] = now;
    this.#usedAt = now;
    if (this.#perSecond === undefined) return;
    const seconds = Math.min(1, (now - this.#grownAt) / 1_000);
    this.#grownAt = now;
    if (!busy) return;
    const growth = Math.min(0.05, Math.max(0.002, (0.005 * this.#perSecond) / this.#burst));
    this.#perSecond = Math.min(this.#statedMax, this.#perSecond * (1 + growth * seconds));
  }

  /**
   * A request was refused; of those in flight together only the first is told.
   * @param stated requests a second the origin says it allows
   */
  refused(now: number, stated: number | undefined): void {
    this.#forgetIfIdle(now);
    this.#usedAt = now;
    if (stated !== undefined) this.#statedMax = Math.min(MAX_RATE, MEASURED_SAFETY_FACTOR * stated);
    else if (this.#isIsolated(now)) {
      this.#from = { at: now, answered: this.#answered };
      return;
    }
    this.#perSecond = Math.max(MIN_RATE, Math.min(this.#statedMax, this.#next(now)));
    this.#grownAt = now;
    if (!this.#from || now - this.#from.at >= MEASURABLE_MS) this.#from = { at: now, answered: this.#answered };
  }

  #isIsolated(now: number): boolean {
    if (this.#perSecond !== undefined || (this.#from && now - this.#from.at < ISOLATED_MS)) return false;
    return (this.#answers[(this.#answered - MIN_RECENT_ANSWERS) % REMEMBERED] ?? -Infinity) < now - 1_000;
  }

  #forgetIfIdle(now: number): void {
    if (now - this.#usedAt < IDLE_MS) return;
    this.#perSecond = undefined;
    this.#from = undefined;
    this.#isMeasured = false;
    this.#statedMax = MAX_RATE;
  }

  #next(now: number): number {
    const guess = this.#guess(now);
    if (this.#perSecond === undefined || !this.#from) return Math.max(MIN_FIRST_GUESS, SAFETY_FACTOR * guess);
    const answered = this.#answered - this.#from.answered;
    // Nothing was answered since: it says that it is still too early, not that it is too fast.
    if (answered === 0) return this.#perSecond;
    const ms = now - this.#from.at;
    if (ms < MEASURABLE_MS) return this.#perSecond * (this.#isMeasured ? MEASURED_BACKOFF_FACTOR : BACKOFF_FACTOR);
    this.#isMeasured = true;
    // The bucket may have held up to one more at the beginning.
    const measured = ((answered - 1) * 1_000) / ms;
    return Math.min(MEASURED_SAFETY_FACTOR * this.#perSecond, MEASURED_SAFETY_FACTOR * Math.max(measured, guess));
  }

  /** The best that a full bucket of a second's worth explains, of all stretches that end now and have no refusal in them. */
  #guess(now: number): number {
    let best = 0;
    const looked = Math.min(this.#answered - (this.#from?.answered ?? 0), REMEMBERED);
    for (let count = 1; count <= looked; count++) {
      const since = this.#answers[(this.#answered - count) % REMEMBERED] ?? now;
      const perSecond = count / (1 + (now - since) / 1_000);
      if (perSecond <= best) continue;
      best = perSecond;
      if (this.#perSecond === undefined) this.#burst = count;
    }
    return best;
  }
}
