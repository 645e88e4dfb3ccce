import { childrenOf, ELEMENT, isElement, TEXT, type DomDocument, type DomElement, type DomNode } from './dom.ts';

/** What highlighters call a language that is none. */
const NO_LANGUAGE = new Set(['default', 'none', 'text', 'plain', 'plaintext', 'nohighlight', 'notranslate', 'auto', 'txt']);

const PREFIXED = /(?:^|\s)(?:language-|lang-|highlight-source-|highlight-text-|brush:\s*)([\w+#-]+)/i;
const BESIDE = /(?:^|\s)(?:sourceCode|hljs|prettyprint|highlight-)\s*(?!highlight|language|line)([a-z][\w+#]*)(?=$|\s)/;

/** Reduces every `pre` to its text, and notes the language, so that neither can be lost on the way. */
export function flattenCode(document: DomDocument): void {
  for (const old of document.body.querySelectorAll('listing, xmp, plaintext')) toPre(document, old);
  for (const pre of document.body.querySelectorAll('pre')) {
    if (pre.parentNode?.closest('pre')) continue;
    const language = languageOf(pre);
    const code = codeOf(pre).replace(/\r\n?/g, '\n').replace(/^\n/, '').trimEnd();
    if (code.trim() === '') {
      pre.remove();
      continue;
    }
    pre.textContent = code;
    if (language) pre.setAttribute('data-lang', language);
    else pre.removeAttribute('data-lang');
    // A pre in a code, a or p is a block all the same.
    const around = pre.parentNode;
    if (around && /^(?:code|a|p|span)$/.test(around.localName) && childrenOf(around).length === 1) around.replaceWith(pre);
  }
}

function toPre(document: DomDocument, old: DomElement): void {
  const pre = document.createElement('pre');
  pre.textContent = old.textContent;
  old.replaceWith(pre);
}

/** The text of a `pre`; a `br` and the end of a block in it (a line each, for some highlighters) break the line. */
function codeOf(node: DomNode): string {
  const out: string[] = [];
  const walk = (each: DomNode): void => {
    if (each.nodeType === TEXT) out.push(each.textContent ?? '');
    if (each.nodeType !== ELEMENT || !isElement(each)) return;
    if (each.localName === 'br') out.push('\n');
    if (each.localName === 'button') return;
    for (const child of childrenOf(each)) walk(child);
    const ended = out.at(-1)?.endsWith('\n') ?? true;
    if (/^(?:div|p|li|tr)$/.test(each.localName) && !ended) out.push('\n');
  };
  for (const child of childrenOf(node)) walk(child);
  return out.join('');
}

/** From the `pre`, its `code`, or the two elements around it, nearest first. */
function languageOf(pre: DomElement): string | undefined {
  const inner = pre.querySelector('code');
  const around = [pre.parentNode, pre.parentNode?.parentNode ?? null];
  for (const element of [inner, pre, ...around]) {
    if (!element || typeof element.getAttribute !== 'function') continue;
    const said = element.getAttribute('data-lang') ?? element.getAttribute('data-language');
    const language = named(said ?? '') ?? languageIn(element.getAttribute('class') ?? '');
    if (language) return language;
  }
  return undefined;
}

function languageIn(classes: string): string | undefined {
  const marked = PREFIXED.exec(classes) ?? BESIDE.exec(classes);
  return named(marked?.[1] ?? '');
}

function named(language: string): string | undefined {
  const name = language.toLowerCase();
  return /^[a-z][\w+#-]{0,19}$/.test(name) && !NO_LANGUAGE.has(name) ? name : undefined;
}
