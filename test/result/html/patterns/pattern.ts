/** A page made after a pattern of real ones, and what must and must not be in its Markdown. */
export interface Pattern {
  readonly name: string;
  readonly html: string;
  /** In this order. */
  readonly has: readonly string[];
  readonly lacks?: readonly string[];
  /** What its notes say; none if absent. */
  readonly notes?: readonly RegExp[];
}

const SENTENCES = [
  'The kiln was built in 1911 by two brothers who had learned their trade in the north.',
  'It burned beech wood for sixty years, and after that the offcuts of a furniture works.',
  'Each firing took eleven days: four to heat, two to hold, and five to cool without a draught.',
  'Bricks from the upper rows went to chimneys, those from the lower ones to barns.',
  'A ledger in the county archive lists every load, its price, and who came to fetch it.',
  'In wet years the clay had to rest for a second winter before it could be worked.',
];

/** So many paragraphs of prose; each names its number, so that all can be told apart. */
export function prose(paragraphs: number, label = 'Part'): string {
  return Array.from({ length: paragraphs }, (_, at) => {
    const from = at % SENTENCES.length;
    return `<p>${label} ${at + 1}. ${[...SENTENCES.slice(from), ...SENTENCES.slice(0, from)].slice(0, 3).join(' ')}</p>`;
  }).join('\n');
}

/** A list of so many links. */
export function links(count: number, label: string): string {
  return `<ul>${Array.from({ length: count }, (_, at) => `<li><a href="/${label.toLowerCase()}/${at + 1}">${label} ${at + 1}</a></li>`).join('')}</ul>`;
}

export const FENCE = '```';
