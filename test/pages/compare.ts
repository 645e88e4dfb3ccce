import { decodeHtmlEntities } from '../../src/result/decode/entities.ts';

/**
 * A text as far as it says something: without white space, the signs and addresses of Markdown, and invisible characters;
 * entities as characters.
 */
function essence(text: string): string {
  return decodeHtmlEntities(text)
    .replaceAll(/\]\((?:[^()\s]|\([^()\s]*\))*\)/g, ']')
    .replaceAll(/[\s\\*_`#>|~[\]()!\u00ad\u200b-\u200d\u2060\ufeff^-]|<br>/g, '');
}

/** Of the snippets those that are in the text. */
export function found(snippets: readonly string[], markdown: string): string[] {
  const text = essence(markdown);
  return snippets.filter((snippet) => text.includes(essence(snippet)));
}
