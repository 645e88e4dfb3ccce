/** Where a text names something. */
export interface Mention {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Every place where a text names one of these, as a word of its own and in either case; of names that overlap the longer
 * counts.
 */
export function mentionsIn(text: string, names: readonly string[]): Mention[] {
  const byLength = [...new Set(names)].filter((name) => name !== '').toSorted((a, b) => b.length - a.length);
  if (byLength.length === 0) return [];
  const pattern = new RegExp(String.raw`(?<![\w-])(?:${byLength.map(escape).join('|')})(?!\w|[-./]\w)`, 'gi');
  const known = new Map(byLength.map((name) => [name.toLowerCase(), name]));
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => {
    return { name: known.get(found.toLowerCase()) ?? found, from: index, to: index + found.length };
  });
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
