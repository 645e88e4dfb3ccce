/** Where a text names something. */
export interface Mention {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** How names are found, and each by its lower case. */
interface Finder {
  readonly pattern: RegExp;
  readonly known: ReadonlyMap<string, string>;
}

/** An answer is searched for the same names in each of its parts. */
const MAX_FINDERS = 100;
const finders = new Map<string, Finder>();

/**
 * Every place where a text names one of these, as a word of its own and in either case; of names that overlap the longer
 * counts.
 */
export function mentionsIn(text: string, names: readonly string[]): Mention[] {
  if (names.every((name) => name === '')) return [];
  const { pattern, known } = finderOf(names);
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => {
    return { name: known.get(found.toLowerCase()) ?? found, from: index, to: index + found.length };
  });
}

function finderOf(names: readonly string[]): Finder {
  const id = JSON.stringify(names);
  let finder = finders.get(id);
  if (!finder) {
    const byLength = [...new Set(names)].filter((name) => name !== '').toSorted((a, b) => b.length - a.length);
    const pattern = new RegExp(String.raw`(?<![\w-])(?:${byLength.map(escape).join('|')})(?!\w|[-./]\w)`, 'gi');
    finder = { pattern, known: new Map(byLength.map((name) => [name.toLowerCase(), name])) };
    if (finders.size >= MAX_FINDERS) finders.clear();
    finders.set(id, finder);
  }
  return finder;
}

/** The text without what it names. */
export function without(text: string, mentions: readonly Mention[]): string {
  let rest = '';
  let at = 0;
  for (const { from, to } of mentions) {
    rest += `${text.slice(at, from)} `;
    at = to;
  }
  return rest + text.slice(at);
}

function escape(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
