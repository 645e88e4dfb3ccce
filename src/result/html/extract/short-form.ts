import type { Wanted } from './spec.ts';

/** The forms of an element's content, by the words that ask for them; cheerio's too. Any other word is an attribute. */
const CONTENTS: Readonly<Record<string, Exclude<Wanted['kind'], 'attribute' | 'object'>>> = {
  text: 'text',
  innerText: 'text',
  textContent: 'textContent',
  markdown: 'markdown',
  html: 'html',
  innerHTML: 'html',
  outerHTML: 'outerHTML',
  json: 'json',
};

/** What a word asks for. */
export function wantedBy(word: string): Wanted {
  const kind = Object.hasOwn(CONTENTS, word) ? CONTENTS[word] : undefined;
  return kind === undefined ? { kind: 'attribute', attribute: word } : { kind };
}

/** `main a@href`: the attribute after the last `@` that is in no brackets and no quotes. */
export function shortForm(text: string): { selector: string; wanted: Wanted } {
  const at = lastAt(text);
  const word = at < 0 ? '' : text.slice(at + 1).trim();
  return /^[\w:.-]+$/.test(word)
    ? { selector: text.slice(0, at).trim(), wanted: wantedBy(word) }
    : { selector: text.trim(), wanted: { kind: 'text' } };
}

function lastAt(text: string): number {
  let found = -1;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (sign === '\\') at++;
    else if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '[' || sign === '(') depth++;
    else if (sign === ']' || sign === ')') depth--;
    else if (sign === '@' && depth <= 0) found = at;
  }
  return found;
}
