import { isElement, type ElementNode } from '../dom.ts';
import { attribute, childrenOf } from '../walk.ts';

/** What highlighters call a language that is none. */
const NO_LANGUAGE = new Set([
  'default',
  'none',
  'text',
  'plain',
  'plaintext',
  'nohighlight',
  'notranslate',
  'auto',
  'txt',
  'unknown',
]);

const PREFIXED =
  /(?:^|\s)(?:lang(?:uage)?-|highlight-(?:source|text)-|highlight-(?!lines?|source|text)|brush:\s*|src-|type-)([\w+#-]+)/i;
const BESIDE =
  /(?:^|\s)(?:sourceCode|hljs|prettyprint|shiki|src|chroma)\s+(?!highlight|language|line|prettyprint)([a-z][\w+#]*)(?=$|\s)/;

/** Languages whose bare name is a class. */
const NAMES = new Set(
  `
  bash sh shell zsh console python py javascript js typescript ts jsx tsx java kotlin scala c cpp csharp cs go golang rust
  ruby rb php perl lua r swift dart elixir erlang haskell clojure ocaml fsharp sql json yaml yml toml xml html css scss less
  ini makefile dockerfile diff http graphql powershell vim latex tex matlab julia nix zig wasm proto protobuf objc
  objectivec groovy vb asm
`
    .trim()
    .split(/\s+/),
);

/** The language of a code block: from the `pre`, its `code`, or the three elements around it, nearest first. */
export function languageOf(pre: ElementNode): string {
  const inner = [...childrenOf(pre)].find((child) => isElement(child) && child.name === 'code');
  const around = [pre.parent, pre.parent?.parent, pre.parent?.parent?.parent];
  for (const [at, element] of [inner, pre, ...around].entries()) {
    if (!isElement(element)) continue;
    const said = ['data-lang', 'data-language', 'data-code-language', 'lang']
      .map((name) => named(attribute(element, name)))
      .find(Boolean);
    const isOwn = at < 2;
    const classes = element.attribs['class'] ?? '';
    const language =
      (isOwn || element.attribs['lang'] === undefined ? said : undefined) ??
      languageIn(classes, isOwn) ??
      brushIn(element.attribs['data-syntaxhighlighter-params']);
    if (language !== undefined) return language;
  }
  return '';
}

function languageIn(classes: string, isOwn: boolean): string | undefined {
  const marked = named((PREFIXED.exec(classes) ?? BESIDE.exec(classes))?.[1] ?? '');
  return (
    marked ??
    (isOwn
      ? classes
          .toLowerCase()
          .split(/\s+/)
          .find((each) => NAMES.has(each))
      : undefined)
  );
}

function brushIn(parameters: string | undefined): string | undefined {
  return named(/brush:\s*([\w+#-]+)/.exec(parameters ?? '')?.[1] ?? '');
}

function named(language: string): string | undefined {
  const name = language.toLowerCase();
  return /^[a-z][\w+#-]{0,19}$/.test(name) && !NO_LANGUAGE.has(name) ? name : undefined;
}
