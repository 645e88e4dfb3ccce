/** How a text begins and ends TeX, as MathJax and KaTeX read it. */
const DELIMITERS: Readonly<Record<string, string>> = { '\\(': '\\)', '\\[': '\\]', $$: '$$' };

const MAX_TEX = 2_000;

/** Splits a text at the TeX in it: what is text and what is TeX take turns, text first. In linear time. */
export function splitTex(text: string): string[] {
  const parts: string[] = [];
  const ends = new Map<string, number>();
  const opening = /\\[([]|\$\$/g;
  let copied = 0;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const from = found.index + 2;
    const close = DELIMITERS[found[0]] ?? '';
    // The next end is looked for again only when it has been passed.
    let end = ends.get(close) ?? -1;
    if (end < from) ends.set(close, (end = indexOf(text, close, from)));
    if (end - from > MAX_TEX || end === from) continue;
    parts.push(text.slice(copied, found.index), text.slice(found.index, end + 2));
    copied = end + 2;
    opening.lastIndex = copied;
  }
  return [...parts, text.slice(copied)];
}

function indexOf(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from);
  return at < 0 ? Infinity : at;
}
