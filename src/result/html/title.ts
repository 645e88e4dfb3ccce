import type { Elements } from './elements.ts';
import { closest, textOf } from './walk.ts';

const MAX_TITLE = 300;
/** A first heading further down is not the title of the page. */
const MAX_BEFORE = 3_000;

/** The title of a page, '' if it has none; that of a drawing is not the page's. */
export function titleOf(elements: Elements): string {
  for (const each of elements.named('title')) {
    if (closest(each, ({ name }) => name === 'svg') === undefined) return textOf(each).slice(0, MAX_TITLE);
  }
  return '';
}

/** Puts the title first, once: a heading that says the same, or the page's part of it, is the title. */
export function titled(markdown: string, title: string): string {
  const headings = [...markdown.slice(0, MAX_BEFORE).matchAll(/^# (.+)$/gm)];
  const heading = title === '' ? headings[0] : headings.find(([, text = '']) => saysTheSame(title, text));
  if (!heading) return title === '' ? markdown : `# ${title}\n\n${markdown}`.trim();
  const before = markdown.slice(0, heading.index).trim();
  const after = markdown.slice(heading.index + heading[0].length).trim();
  return [heading[0], before, after].filter((part) => part !== '').join('\n\n');
}

function saysTheSame(title: string, heading: string): boolean {
  const wanted = letters(heading.replace(/!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)/g, ''));
  if (wanted === '') return false;
  if (/(?:…|\.\.\.)$/.test(title)) return wanted.startsWith(letters(title));
  const whole = letters(title);
  const parts = title.split(/\s+[–—·»«•:-]+\s+|\s*[|｜：]\s*|:\s+/).map(letters);
  if (whole === wanted || parts.includes(wanted)) return true;
  return wanted.length > 10 && (whole.startsWith(wanted) || whole.endsWith(wanted));
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
