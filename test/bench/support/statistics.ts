/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('Expected at least one value');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.ceil(sorted.length / 2) - 1, Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
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

  /** The median of what it is in terms of another one in the same round. */
  ratio(name: string, reference: string): number {
    const others = this.#of(reference);
    return median(this.#of(name).map((sample, round) => sample / (others[round] ?? Number.NaN)));
  }

  #of(name: string): readonly number[] {
    const samples = this.#samples.get(name);
    if (!samples) throw new RangeError(`Expected samples of ${name}`);
    return samples;
  }
}
