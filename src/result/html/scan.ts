/** What {@link scanHtml} meets, in the order of the page. */
export interface Scanner {
  text(from: number, to: number): void;
  open(name: string): void;
  close(name: string): void;
}

/** Elements whose content is not the page's text. Of the first four it ends at the closing tag and nowhere else. */
const RAW = new Set(['script', 'style', 'textarea', 'iframe', 'svg', 'template', 'noscript']);
const TO_THE_END = new Set(['script', 'style', 'textarea', 'iframe']);

/**
 * Walks over the tags and texts of a page, once, whatever the page is: its time is linear in the length, also for
 * unclosed comments, quotes and tags. Names are in lower case; the content of scripts and the like is passed over.
 */
export function scanHtml(html: string, scanner: Scanner): void {
  const search = new Search(html);
  let textFrom = 0;
  let at = html.indexOf('<');
  while (at >= 0) {
    const next = html.charCodeAt(at + 1);
    const closing = next === 0x2f;
    if (!closing && next !== 0x21 && next !== 0x3f && !isLetter(next)) {
      at = html.indexOf('<', at + 1);
      continue;
    }
    if (at > textFrom) scanner.text(textFrom, at);
    let end: number;
    if (html.startsWith('<!--', at)) {
      end = search.after('-->', at + 4) ?? html.length;
    } else if (next === 0x21 || next === 0x3f) {
      end = search.after('>', at + 2) ?? html.length;
    } else {
      const nameFrom = closing ? at + 2 : at + 1;
      const name = nameAt(html, nameFrom);
      end = endOfTag(html, nameFrom + name.length, search);
      if (closing) scanner.close(name);
      else {
        scanner.open(name);
        if (RAW.has(name) && html[end - 2] !== '/') {
          const closed = search.closing(name, end);
          if (closed !== undefined) end = closed;
          else if (TO_THE_END.has(name)) end = html.length;
        }
      }
    }
    textFrom = end;
    at = html.indexOf('<', end);
  }
  if (textFrom < html.length) scanner.text(textFrom, html.length);
}

/** Forward searches that are not made again once they found nothing. */
class Search {
  readonly #html: string;
  readonly #absent = new Set<string>();

  constructor(html: string) {
    this.#html = html;
  }

  /** The place after the next `wanted`. */
  after(wanted: string, from: number): number | undefined {
    if (this.#absent.has(wanted)) return undefined;
    const at = this.#html.indexOf(wanted, from);
    if (at >= 0) return at + wanted.length;
    this.#absent.add(wanted);
    return undefined;
  }

  /** Where the next closing tag of that name begins. */
  closing(name: string, from: number): number | undefined {
    const key = `</${name}`;
    if (this.#absent.has(key)) return undefined;
    const tag = new RegExp(`${key}(?=[\\s/>])`, 'gi');
    tag.lastIndex = from;
    const found = tag.exec(this.#html);
    if (found) return found.index;
    this.#absent.add(key);
    return undefined;
  }
}

/** The place after a tag's `>`; one inside a quoted value is not it. */
function endOfTag(html: string, from: number, search: Search): number {
  const delimiter = /["'>]/g;
  delimiter.lastIndex = from;
  for (let found = delimiter.exec(html); found; found = delimiter.exec(html)) {
    if (found[0] === '>') return found.index + 1;
    const quoted = html[found.index - 1] === '=' || html[found.index - 2] === '=';
    const end = quoted ? search.after(found[0], found.index + 1) : undefined;
    if (end !== undefined) delimiter.lastIndex = end;
  }
  return html.length;
}

function nameAt(html: string, from: number): string {
  let to = from;
  while (to < html.length && to - from < 64 && !/[\s/>]/.test(html.charAt(to))) to++;
  return html.slice(from, to).toLowerCase();
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}
