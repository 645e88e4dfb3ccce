/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of them lies, from 0 to 1; between two of them in a straight line. */
function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('Expected at least one value');
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place % 1);
}

/** The median and, in brackets, the quartiles if they differ: `1.31 (1.28 to 1.35)`. What cannot be had (NaN) is empty. */
function spread(values: readonly number[], digits: number): string {
  if (values.some(Number.isNaN)) return '';
  const [low = '', middle = '', high = ''] = [0.25, 0.5, 0.75].map((share) => quantile(values, share).toFixed(digits));
  return low === high ? middle : `${middle} (${low} to ${high})`;
}

/** A Markdown table: the first row is the head, the first column flush left, the others flush right. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A whole number with commas. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** An item of a list that says whether an aim is met. */
export function verdict(met: boolean, text: string): string {
  return `- ${met ? 'Met' : 'MISSED'}: ${text}`;
}

/** A {@link verdict} on a figure that has a bound. A figure that cannot be had on this system (NaN) is not judged. */
export function atMost(bound: number, figure: number, text: string): string {
  return Number.isNaN(figure) ? `- Skipped: no figure on this system: ${text}` : verdict(figure <= bound, text);
}

/** Under what the samples of a contestant are kept that differ in a number, such as how many requests are in flight. */
export function at(name: string, n: number): string {
  return `${name} at ${n}`;
}

/** Samples of several contestants, taken in the same rounds. */
export class Rounds {
  readonly #samples = new Map<string, number[]>();

  add(name: string, sample: number): void {
    const samples = this.#samples.get(name) ?? [];
    samples.push(sample);
    this.#samples.set(name, samples);
  }

  has(name: string): boolean {
    return this.#samples.has(name);
  }

  median(name: string): number {
    return median(this.#of(name));
  }

  /** The {@link spread} of its samples. */
  shown(name: string, digits = 0): string {
    return spread(this.#of(name), digits);
  }

  /** The median of what it is in terms of another one in the same round. */
  ratio(name: string, reference: string): number {
    return median(this.#ratios(name, reference));
  }

  /** The {@link spread} of what it is in terms of another one in the same round. */
  shownRatio(name: string, reference: string): string {
    return spread(this.#ratios(name, reference), 2);
  }

  /** Two cells: what is {@link shown}, and its {@link shownRatio}. */
  shownBeside(name: string, reference: string): [string, string] {
    return [this.shown(name), this.shownRatio(name, reference)];
  }

  /** The same at each of some numbers, as {@link at} names them. */
  shownBesideAt(numbers: readonly number[], name: string, reference: string): string[] {
    return numbers.flatMap((n) => this.shownBeside(at(name, n), at(reference, n)));
  }

  #ratios(name: string, reference: string): number[] {
    const others = this.#of(reference);
    return this.#of(name).map((sample, round) => sample / (others[round] ?? Number.NaN));
  }

  #of(name: string): readonly number[] {
    const samples = this.#samples.get(name);
    if (!samples) throw new RangeError(`Expected samples of ${name}`);
    return samples;
  }
}
