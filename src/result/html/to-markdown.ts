import { contentOf } from './content.ts';
import { parsePage, textOf, type DomDocument } from './dom.ts';
import { prepare } from './prepare.ts';
import { createTurndown } from './rules.ts';

const MAX_TITLE = 300;

let turndown: ReturnType<typeof createTurndown> | undefined;

/**
 * Converts a page to Markdown: its title, then its content without what surrounds it, links and images absolute.
 * It takes tens of milliseconds for a usual page and can take seconds for a hostile one: run it in a worker.
 * @param baseUrl the address of the page, absolute
 */
export function htmlToMarkdown(html: string, baseUrl: string): string {
  const document = parsePage(html);
  const title = titleOf(document);
  prepare(document, baseUrl);
  const content = contentOf(document);
  turndown ??= createTurndown();
  const markdown = tidy(content.html === '' ? '' : turndown.turndown(content.html));
  return titled(markdown, title, content.byline);
}

function titleOf(document: DomDocument): string {
  const title = [...document.querySelectorAll('title')].find((each) => !each.closest('svg'));
  return (title ? textOf(title) : '').slice(0, MAX_TITLE);
}

/** Puts the title first, once: a first heading that says the same, or the page's part of it, is the title. */
function titled(markdown: string, title: string, byline: string | undefined): string {
  const heading = /^# (.+)$/m.exec(markdown.slice(0, 3_000));
  const same = heading?.[1] !== undefined && saysTheSame(title, heading[1]) ? heading : undefined;
  const rest = same ? markdown.slice(0, same.index) + markdown.slice(same.index + same[0].length).trim() : markdown;
  const first = same ? same[0] : title === '' ? '' : `# ${title}`;
  const author = byline && !markdown.slice(0, 1_000).includes(byline) ? byline : '';
  // A heading of its own comes before the author, who comes before the text.
  return tidy([first, author, rest].filter((part) => part !== '').join('\n\n'));
}

function saysTheSame(title: string, heading: string): boolean {
  const wanted = letters(heading.replace(/\]\([^)]*\)/g, ''));
  if (title === '' || wanted === '') return title === '';
  const whole = letters(title);
  const parts = title.split(/\s+[–—·»«•:-]+\s+|\s*[|｜：]\s*|:\s+/).map(letters);
  if (whole === wanted || parts.includes(wanted)) return true;
  return wanted.length > 10 && (whole.startsWith(wanted) || whole.endsWith(wanted));
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** At most one empty line in a row and no space at the end of a line, but in code, which stands as it is. */
function tidy(markdown: string): string {
  const lines: string[] = [];
  let fence = '';
  for (const line of markdown.split('\n')) {
    const mark = (fence === '' ? /^\s*(?:(?:[->]|\d+\.)\s+)*(`{3,})/ : /^[\s>]*(`{3,})$/).exec(line)?.[1];
    if (mark && mark.length >= fence.length) fence = fence === '' ? mark : '';
    const text = fence === '' ? line.trimEnd() : line;
    if (text !== '' || fence !== '' || lines.at(-1) !== '') lines.push(text);
  }
  return lines.join('\n').trim();
}
