/** Selectors that take long on a list of 30,000 items where nothing counts their steps. */
export const SELECTOR_BOMBS: readonly string[] = [
  'li:nth-of-type(29999)',
  'li:nth-last-child(2n+1):nth-of-type(3n)',
  'li:last-of-type, li:only-of-type',
  'li ~ li ~ li ~ p',
  'p ~ li ~ li',
  'li + li + li + p',
  'li:has(b:has(i:has(u)))',
  'ul:has(li:has(p))',
  '* * * * * * * * x',
  'div div div div div div div div x',
  'li:not(:has(~ p))',
  ':not(:is(:not(:is(li ~ li))))',
  'li:contains("nowhere")',
  '[class*=a][class*=b] ~ [class$=c]',
  'li:is(p ~ li, b ~ li, i ~ li)',
  '* ~ * ~ * ~ x',
];

/** A flat list of so many items, in a deep place. */
export function longList(items: number): string {
  return `<body>${'<div>'.repeat(200)}<ul>${Array.from({ length: items }, (_, at) => `<li class="a b">item <b>${at}</b></li>`).join('')}</ul>`;
}
