/** What is there in place of something that is absent, and what was likely meant. */
export interface Instead {
  /** `the body is an object with the keys id, name` */
  readonly place: string;
  /** `did you mean name?` */
  readonly advice: string | undefined;
}

/** All of them in words: each place once, with what is advised there. */
export function insteadInWords(all: readonly Instead[]): string {
  const advice = new Map<string, Set<string>>();
  for (const { place, advice: meant } of all) {
    const known = advice.get(place) ?? new Set();
    if (meant !== undefined) known.add(meant);
    advice.set(place, known);
  }
  return [...advice].map(([place, meant]) => [place, ...meant].join('; ')).join('; ');
}
