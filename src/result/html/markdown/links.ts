import { parseUrl } from '../../../parse-url.ts';

const LINKABLE = new Set(['http:', 'https:', 'mailto:', 'tel:', 'ftp:']);

/** Addresses, and paths from the root, that the URL parser would leave as they are: it takes microseconds for each. */
const PLAIN = /^https?:\/\/[a-z\d.-]+\/(?!.*(?:\/\.|\.\.))[\w/.~%&=?#+,;:@!$-]*$/;
const PLAIN_PATH = /^\/(?![/.])(?!.*(?:\/[./]|\.\.))[\w/.~%&=?#+,;:@!$-]*$/;

/**
 * Makes the addresses of a page absolute, each once.
 * @param pageUrl absolute; where relative ones start from, unless the page has a `<base href>`
 */
export class Addresses {
  readonly base: string;
  /** Before a path, if the base has one that stands there. */
  readonly #origin: string | undefined;
  readonly #known = new Map<string, string | undefined>();

  constructor(pageUrl: string, baseHref: string | undefined) {
    this.base = (baseHref === undefined ? undefined : resolve(baseHref, pageUrl)) ?? pageUrl;
    this.#origin = /^https?:/.test(this.base) ? new URL(this.base).origin : undefined;
  }

  /** The address of a link, as the URL standard writes it; undefined for what leads nowhere, as `javascript:` and `data:`. */
  link(href: string): string | undefined {
    const trimmed = href.trim();
    if (this.#known.has(trimmed)) return this.#known.get(trimmed);
    const url = this.#plain(trimmed) ?? resolve(trimmed, this.base);
    this.#known.set(trimmed, url);
    return url;
  }

  #plain(href: string): string | undefined {
    if (PLAIN.test(href)) return href;
    return this.#origin !== undefined && PLAIN_PATH.test(href) ? this.#origin + href : undefined;
  }

  /** The address of an image: http and https only. */
  image(src: string): string | undefined {
    const url = this.link(src);
    return url !== undefined && /^https?:/.test(url) ? url : undefined;
  }
}

function resolve(href: string, base: string): string | undefined {
  const url = parseUrl(href, base);
  return url && LINKABLE.has(url.protocol) ? url.href : undefined;
}

/** An address as the destination of a Markdown link: parentheses, brackets and spaces in it would end it. */
export function destination(url: string): string {
  return url.replace(/[()<>\s]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

const LAZY = ['data-src', 'data-original', 'data-lazy-src', 'data-lazy', 'data-url', 'data-original-src', 'data-full-src'];
const SETS = ['srcset', 'data-srcset', 'data-lazy-srcset'];

/** Drawings that hold the place of an image until a script loads it. */
const PLACEHOLDER =
  /(?:^|[/_.-])(?:blank|place-?holder|spacer|pixel|transparent|loading|lazy|1x1|gr[ae]y|empty|clear|t)\.(?:\w{3,4})(?:$|\?)/i;

/** The addresses an image may have, best first; drawings in the page itself are none. */
export function imageSources(attribs: Readonly<Record<string, string>>): string[] {
  const src = attribs['src'] ?? '';
  const lazy = LAZY.map((name) => attribs[name]);
  const isWaiting = PLACEHOLDER.test(src) || /lazy/i.test(attribs['class'] ?? '');
  const all = [
    ...(isWaiting ? [...lazy, src] : [src, ...lazy]),
    ...SETS.map((name) => attribs[name]?.trim().split(/\s/)[0]?.replace(/,$/, '')),
  ];
  return all.flatMap((each) => (each === undefined || /^\s*(?:(?:data|blob|about|javascript):|$)/i.test(each) ? [] : [each]));
}
