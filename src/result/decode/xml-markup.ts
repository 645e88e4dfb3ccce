import { decodeXmlEntities } from './entities.ts';

/** The attributes of a tag by name; of equal ones the first. */
export type Attributes = ReadonlyMap<string, string>;

export const NO_ATTRIBUTES: Attributes = new Map();

const NAME = /[\p{L}_:][^\s<>/="'&]*/uy;
const ATTRIBUTE = /[\s/="']*([^\s=/"'][^\s=/]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'][^\s]*)))?/y;
const ENTITY = /<!ENTITY\s+([^\s%"'>]{1,200})\s/g;

/** The name that starts here, if one does. */
export function nameAt(xml: string, at: number): string | undefined {
  NAME.lastIndex = at;
  return NAME.test(xml) ? xml.slice(at, NAME.lastIndex) : undefined;
}

/** The offset after the markup that starts here, -1 if it does not end. */
export function markupEnd(xml: string, at: number): number {
  if (xml.startsWith('<!--', at)) return after(xml, '-->', at + 4);
  if (xml.startsWith('<![CDATA[', at)) return after(xml, ']]>', at + 9);
  if (xml[at + 1] === '?') return after(xml, '?>', at + 2);
  return tagEnd(xml, at, xml.startsWith('<!DOCTYPE', at));
}

/**
 * The attributes in a tag, their entities decoded. One may have no value, which is '' then, or one without quotes.
 * @param source what is between the name of the tag and its end
 */
export function attributesOf(source: string, declared: ReadonlySet<string> | undefined): Attributes {
  const attributes = new Map<string, string>();
  ATTRIBUTE.lastIndex = 0;
  for (let found = ATTRIBUTE.exec(source); found !== null; found = ATTRIBUTE.exec(source)) {
    const [, name = '', double, single, bare] = found;
    const value = double ?? single ?? bare ?? '';
    if (!attributes.has(name)) attributes.set(name, decodeXmlEntities(value, declared));
  }
  return attributes.size === 0 ? NO_ATTRIBUTES : attributes;
}

/** The names of the entities that a DOCTYPE declares. */
export function entityNames(doctype: string): ReadonlySet<string> {
  return new Set(Array.from(doctype.matchAll(ENTITY), ([, name = '']) => name));
}

/** A `>` in quotes ends no tag, and none in the brackets of a DOCTYPE ends that. */
function tagEnd(xml: string, start: number, isDoctype: boolean): number {
  let depth = 0;
  for (let at = start + 1; at < xml.length; at++) {
    const character = xml[at];
    if (character === '"' || character === "'") {
      at = xml.indexOf(character, at + 1);
      if (at === -1) return -1;
    } else if (isDoctype && xml.startsWith('<!--', at)) {
      at = xml.indexOf('-->', at) + 2;
      if (at < 2) return -1;
    } else if (character === '<' && !isDoctype) return -1;
    else if (character === '[' && isDoctype) depth++;
    else if (character === ']' && isDoctype) depth--;
    else if (character === '>' && depth === 0) return at + 1;
  }
  return -1;
}

function after(xml: string, end: string, from: number): number {
  const at = xml.indexOf(end, from);
  return at === -1 ? -1 : at + end.length;
}
