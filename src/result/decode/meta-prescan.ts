/** Elements whose content is no markup: a `<meta>` in them is only text. */
const RAW_TEXT = /^(?:script|style|title|textarea|xmp|iframe|noembed|noframes|noscript|template)$/;

/** Bytes that a browser looks at before it parses, and then without regard to scripts (HTML, section 13.2.3.2). */
const PRESCAN = 1_024;

const SPACE = /[\t\n\f\r ]*/y;
const SPACE_OR_SLASH = /[\t\n\f\r /]*/y;
const TAG_NAME = /[a-z][^\t\n\f\r />]*/iy;
const ATTRIBUTE_NAME = /[^][^\t\n\f\r />=]*/y; // a "=" at the start belongs to it
const UNQUOTED = /[^\t\n\f\r >]*/y;

/**
 * The charset labels that the `<meta>` elements of a document name, in order: by `charset`, or by `content` of one that
 * is `http-equiv="content-type"`. Those that only a browser's first look at 1,024 bytes would find, in scripts, come
 * last. Takes time in proportion to the document.
 * @param html the bytes as Latin-1
 */
export function* metaLabels(html: string): Generator<string> {
  yield* labelsIn(html, true);
  yield* labelsIn(html.slice(0, PRESCAN), false);
}

function* labelsIn(html: string, skipsText: boolean): Generator<string> {
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at)) {
    if (html.startsWith('<!--', at)) {
      const end = html.indexOf('-->', at + 2);
      if (end === -1) return;
      at = end + 3;
      continue;
    }
    const name = html.slice(at + 1, ends(TAG_NAME, html, at + 1));
    if (name !== '') {
      const tag = attributesFrom(html, at + 1 + name.length);
      if (html[tag.end] !== '>') return; // cut in the middle of a tag: that is none
      const label = name.toLowerCase() === 'meta' ? labelOf(tag.attributes) : undefined;
      if (label !== undefined) yield label;
      at = tag.end;
      if (skipsText && RAW_TEXT.test(name.toLowerCase())) at = closingTag(html, name, at);
    } else if (/[!/?]/.test(html[at + 1] ?? '')) {
      const closes = html[at + 1] === '/' && /[a-z]/i.test(html[at + 2] ?? '');
      at = closes ? attributesFrom(html, at + 2).end : after(html, '>', at + 1);
    } else at++;
  }
}

/** The end of an element whose content is text; that of the document, if nothing closes it. */
function closingTag(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
  close.lastIndex = from;
  return close.exec(html)?.index ?? html.length;
}

function after(html: string, end: string, from: number): number {
  const at = html.indexOf(end, from);
  return at === -1 ? html.length : at + end.length;
}

type Attributes = ReadonlyMap<string, string>;

/** The attributes of a tag, names in lower case; of equal ones the first counts (HTML, "get an attribute"). */
function attributesFrom(html: string, from: number): { readonly attributes: Attributes; readonly end: number } {
  const attributes = new Map<string, string>();
  let at = from;
  for (;;) {
    at = ends(SPACE_OR_SLASH, html, at);
    if (at >= html.length || html[at] === '>') return { attributes, end: at };
    const nameEnd = ends(ATTRIBUTE_NAME, html, at);
    const name = html.slice(at, nameEnd).toLowerCase();
    const [value, end] = attributeValue(html, nameEnd);
    if (!attributes.has(name)) attributes.set(name, value);
    at = end;
  }
}

/** @returns the value, and where it ends */
function attributeValue(html: string, from: number): readonly [string, number] {
  let at = ends(SPACE, html, from);
  if (html[at] !== '=') return ['', at];
  at = ends(SPACE, html, at + 1);
  const quote = html[at];
  if (quote === '"' || quote === "'") {
    const end = html.indexOf(quote, at + 1);
    return end === -1 ? [html.slice(at + 1), html.length] : [html.slice(at + 1, end), end + 1];
  }
  const end = ends(UNQUOTED, html, at);
  return [html.slice(at, end), end];
}

function labelOf(attributes: Attributes): string | undefined {
  const charset = attributes.get('charset');
  if (charset !== undefined) return charset.replace(/\/$/, ''); // <meta charset=utf-8/> means what it says
  return attributes.get('http-equiv')?.toLowerCase() === 'content-type' ? charsetIn(attributes.get('content') ?? '') : undefined;
}

/** HTML, section 2.5.1, "algorithm for extracting a character encoding from a meta element". */
function charsetIn(content: string): string | undefined {
  const lower = content.toLowerCase();
  for (let at = lower.indexOf('charset'); at !== -1; at = lower.indexOf('charset', at)) {
    at = ends(SPACE, content, at + 7);
    if (content[at] !== '=') continue;
    at = ends(SPACE, content, at + 1);
    const quote = content[at];
    if (quote === '"' || quote === "'") {
      const end = content.indexOf(quote, at + 1);
      return end === -1 ? undefined : content.slice(at + 1, end);
    }
    return /^[^\t\n\f\r ;]*/.exec(content.slice(at))?.[0];
  }
  return undefined;
}

/** Where what a sticky pattern matches here ends; here, if it does not match. */
function ends(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
