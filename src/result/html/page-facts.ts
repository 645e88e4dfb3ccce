import { untitledFrame } from './embedded.ts';
import type { Elements } from './elements.ts';
import { titleOf } from './title.ts';
import type { ElementNode } from './dom.ts';
import { attribute, rawText } from './walk.ts';

/** What a page says of itself, besides its text; read before scripts and the head are taken out. */
export interface PageFacts {
  readonly title: string;
  readonly baseHref: string | undefined;
  /** Of its `<meta name="description">` or `og:description`. */
  readonly description: string;
  readonly scripts: readonly ElementNode[];
  /** Where its frames without a title lead. */
  readonly frames: readonly string[];
  /** There is an element for a script to draw in, or a word to those who run none. */
  readonly awaitsScript: boolean;
}

const MOUNT = /^(?:root|app|__next|__nuxt|___gatsby|svelte|q-app|react-root|app-root|main-app|application)$/;

/** Frames that are looked at. */
const MAX_FRAMES = 20;

export function factsOf(elements: Elements): PageFacts {
  const scripts: ElementNode[] = [];
  const framed: ElementNode[] = [];
  let baseHref: string | undefined;
  let description = '';
  let awaitsScript = false;
  for (const each of elements.all) {
    const { name, attribs } = each;
    if (name === 'script') scripts.push(each);
    else if (name === 'iframe') framed.push(each);
    else if (name === 'base') baseHref ??= attribs['href'];
    else if (name === 'meta') {
      const of = attribs['name'] ?? attribs['property'] ?? '';
      if (/^(?:description|og:description|twitter:description)$/i.test(of) && description === '')
        description = attribute(each, 'content').replace(/\s+/g, ' ');
    } else if (name === 'noscript') awaitsScript ||= /java\s?script/i.test(rawText(each));
    else awaitsScript ||= MOUNT.test(attribs['id'] ?? '') || name === 'app-root';
  }
  const frames = framed.slice(0, MAX_FRAMES).flatMap((each) => untitledFrame(each) ?? []);
  return { title: titleOf(elements), baseHref, description, scripts, frames, awaitsScript };
}
