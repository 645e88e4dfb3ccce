import { isHidden } from './hidden-style.ts';
import { newElement } from './parse.ts';
import { detach, isElement, replace, TextNode, unwrap, type ElementNode } from './dom.ts';
import { attribute, childrenOf, closest, elementsIn, textOf } from './walk.ts';

/** Where players and readers of other sites are embedded from. */
const PLAYER = /\/(?:embed(?:ded)?|player|video|watch)(?:[/?._-]|$)|\.(?:pdf|mp4|webm|ogv|mov)(?:[?#]|$)/i;

/** Titles that say nothing of what is embedded. */
const EMPTY_TITLE = /^$|^(?:i?frame|embed(?:ded)?(?: content)?|untitled|blank|(?:video )?player|video)$/i;
const UNWANTED_TITLE = /advert|\bads?\b|captcha|analytics|tag manager/i;

const UNWANTED_SOURCE = /tagmanager|captcha|doubleclick|analytics|facebook\.com|consent|\bads?\b/i;

/**
 * What is embedded becomes a link to it, if a reader could want it: media, frames with a title, documents, players. An
 * object becomes what it falls back to. All else of the kind goes.
 */
export function embedded(each: ElementNode): void {
  const { name } = each;
  if (name === 'object' && hasFallback(each)) return unwrap(each);
  const source = sourceOf(each);
  const title = titleOf(each);
  const isMedia = name === 'video' || name === 'audio' || name === 'frame' || name === 'object';
  const wanted = isMedia || PLAYER.test(source) || isTelling(title);
  if (!wanted || source === '' || isTiny(each) || isHidden(each)) return detach(each);
  const link = newElement('a', new TextNode(!isTelling(title) ? label(each, source) : title));
  link.attribs = { href: source };
  replace(each, newElement('p', link));
}

/** Where a frame without a title leads, which is all that some pages hold; undefined of others, and of what is not seen. */
export function untitledFrame(each: ElementNode): string | undefined {
  const source = sourceOf(each);
  const title = titleOf(each);
  if (source === '' || PLAYER.test(source) || isTelling(title) || UNWANTED_TITLE.test(title) || UNWANTED_SOURCE.test(source))
    return undefined;
  const isUnseen = isTiny(each) || closest(each, (within) => within.name === 'noscript' || isHidden(within)) !== undefined;
  return isUnseen ? undefined : source;
}

function titleOf(each: ElementNode): string {
  return attribute(each, 'title') || attribute(each, 'aria-label');
}

function isTelling(title: string): boolean {
  return !EMPTY_TITLE.test(title) && !UNWANTED_TITLE.test(title);
}

function hasFallback(object: ElementNode): boolean {
  return [...childrenOf(object)].some((child) => (isElement(child) ? child.name !== 'param' : textOf(child) !== ''));
}

/** The first address that is none of a script. */
function sourceOf(each: ElementNode): string {
  const inner = [...elementsIn(each)].filter(({ name }) => name === 'source').map(({ attribs }) => attribs['src']);
  const { src, data } = each.attribs;
  const all = [src, data, each.attribs['data-src'], each.attribs['data-lazy-src'], ...inner];
  return all.find((source) => source !== undefined && /^\s*(?!(?:about|data|blob|javascript):)\S/i.test(source))?.trim() ?? '';
}

/** Not to be seen, but to be counted by. */
function isTiny({ attribs }: ElementNode): boolean {
  return /^[01](?:px)?$/.test(attribs['width'] ?? '') || /^[01](?:px)?$/.test(attribs['height'] ?? '');
}

function label({ name, attribs }: ElementNode, source: string): string {
  if (name === 'video' || name === 'audio') return name;
  if (name === 'frame') return attribs['name'] ?? 'frame';
  const file = /\/([^/?#]+\.(?:pdf|mp4|webm|ogv|mov|svg|docx?|xlsx?|pptx?|od[tsp]|epub))(?:[?#]|$)/i.exec(source)?.[1];
  const host = /^(?:https?:)?\/\/([^/?#:]+)/i.exec(source)?.[1];
  return file ?? (host === undefined ? 'embedded page' : `embedded from ${host}`);
}
