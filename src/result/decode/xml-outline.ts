/** What one pass over an XML text tells. */
export interface Outline {
  /** The name of the outermost element. */
  readonly root: string;
  /** Where the DOCTYPE starts and ends, if there is one. */
  readonly doctype: readonly [number, number] | undefined;
}

const NAME = /[\p{L}_:][^\s<>/="'&]*/uy;

/**
 * Checks that an XML text is well-formed as far as it matters for reading it: elements are closed in order, there is
 * one root, none nests too deep, markup ends. Without recursion, in time that is proportional to the text.
 * @returns what is wrong, as a string, if something is
 */
export function outline(xml: string, maxDepth: number): Outline | string {
  const open: string[] = [];
  let root: string | undefined;
  let doctype: readonly [number, number] | undefined;
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    const end = markupEnd(xml, at);
    if (end === -1) return `the markup at offset ${at} does not end`;
    const kind = xml[at + 1];
    if (kind === '!' || kind === '?') {
      if (xml.startsWith('<!DOCTYPE', at)) {
        if (doctype || root !== undefined) return `the DOCTYPE at offset ${at} is out of place`;
        doctype = [at, end];
      }
    } else {
      const name = nameAt(xml, kind === '/' ? at + 2 : at + 1);
      if (name === undefined) return `there is no element name at offset ${at}`;
      if (kind === '/') {
        const expected = open.pop();
        const closed = expected === undefined ? 'nothing' : `<${clip(expected)}>`;
        if (expected !== name) return `</${clip(name)}> at offset ${at} closes ${closed}`;
      } else {
        if (open.length === 0 && root !== undefined) return `<${clip(name)}> at offset ${at} is a second root`;
        root ??= name;
        if (xml[end - 2] !== '/' && open.push(name) > maxDepth) return `it is nested more than ${maxDepth} levels deep`;
      }
    }
    at = end;
  }
  if (open.length > 0) return `<${clip(open.at(-1) ?? '')}> is not closed`;
  return root === undefined ? 'it has no element' : { root, doctype };
}

/** The offset after the markup that starts here, -1 if it does not end. */
function markupEnd(xml: string, at: number): number {
  if (xml.startsWith('<!--', at)) return after(xml, '-->', at + 4);
  if (xml.startsWith('<![CDATA[', at)) return after(xml, ']]>', at + 9);
  if (xml[at + 1] === '?') return after(xml, '?>', at + 2);
  return tagEnd(xml, at, xml.startsWith('<!DOCTYPE', at));
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

function nameAt(xml: string, at: number): string | undefined {
  NAME.lastIndex = at;
  return NAME.exec(xml)?.[0];
}

function clip(name: string): string {
  return name.slice(0, 40);
}
