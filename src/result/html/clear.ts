import { Elements } from './elements.ts';
import { embedded } from './embedded.ts';
import { isHidden } from './hidden-style.ts';
import { imageSources } from './markdown/links.ts';
import { PageLimit } from './page-limit.ts';
import { newElement, parseInto } from './parse.ts';
import { detach, replace, TextNode, type ElementNode } from './dom.ts';
import { attribute, find, rawText, textOf } from './walk.ts';

/** Never text of the page. */
const NEVER = new Set(
  `
  script style svg canvas select datalist link meta title base rp template noembed noframes param source track map basefont
  bgsound optgroup option head
`
    .trim()
    .split(/\s+/),
);

const EMBEDDED = new Set(['object', 'iframe', 'video', 'audio', 'embed', 'frame']);

/** A longer text in a field was not typed by the reader. */
const PASTE = 400;

/**
 * Takes out what is never text: scripts, styles, drawings, lists to choose from, closed dialogs. What is embedded becomes
 * a link to it, a field that shows a text becomes that text.
 */
export function clear(elements: Elements): void {
  for (const each of elements.all) {
    const { name, attribs } = each;
    if (!each.parent) continue;
    if (name === 'noframes' && each.parent.name === 'frameset') inPlace(each, rawText(each));
    else if (name === 'iframe' && attribs['srcdoc'] && !isHidden(each)) inPlace(each, attribs['srcdoc']);
    else if (name === 'source' && each.parent.name === 'picture') lendSource(each, each.parent);
    else if (NEVER.has(name) || (name === 'dialog' && attribs['open'] === undefined)) detach(each);
    else if (EMBEDDED.has(name)) embedded(each);
    else if (name === 'textarea') pasted(each);
    else if (name === 'listing' || name === 'xmp' || name === 'plaintext') each.name = 'pre';
    else if (name === 'meter' || name === 'progress') measured(each);
  }
}

/** HTML that the parser takes for text, in the place of the element that holds it; none if it is too much. */
function inPlace(each: ElementNode, html: string): void {
  const content = newElement('div');
  try {
    parseInto(content, html);
  } catch (error) {
    if (!(error instanceof PageLimit)) throw error;
    return detach(each);
  }
  replace(each, content);
  clear(new Elements(content));
}

/** A picture whose image has no address of its own shows that of a source. */
function lendSource(source: ElementNode, picture: ElementNode): void {
  const image = find(picture, ({ name }) => name === 'img');
  const set = source.attribs['srcset'] ?? source.attribs['data-srcset'];
  if (image && set !== undefined && imageSources(image.attribs).length === 0) image.attribs = { ...image.attribs, srcset: set };
  detach(source);
}

function pasted(field: ElementNode): void {
  const text = textOf(field);
  if (text !== '' && (field.attribs['readonly'] !== undefined || text.length > PASTE)) field.name = 'pre';
  else detach(field);
}

/** A gauge without words has its value. */
function measured(gauge: ElementNode): void {
  const value = attribute(gauge, 'value');
  if (textOf(gauge) !== '' || value === '') return;
  const max = attribute(gauge, 'max');
  replace(gauge, newElement('span', new TextNode(max === '' ? value : `${value}/${max}`)));
}
