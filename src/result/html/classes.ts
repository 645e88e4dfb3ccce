import type { ElementNode } from './dom.ts';

/** Whether a class is one of an element's. */
export function hasClass(element: ElementNode, name: string): boolean {
  const { class: classes } = element.attribs;
  return classes !== undefined && classes.includes(name) && classes.split(/\s+/).includes(name);
}

/**
 * Class and id of an element as words for a {@link wordPattern}: `siteHeader` and `site_header` are `site-header`, each
 * class stands between spaces.
 */
export function namesOf({ attribs: { class: classes = '', id = '' } }: ElementNode): string {
  return classes === '' && id === '' ? '' : wordsOf(`${classes} ${id}`);
}

/** The same of one string of names. */
export function wordsOf(names: string): string {
  return ` ${names} `
    .replace(/([a-z\d])(?=[A-Z])/g, '$1-')
    .toLowerCase()
    .replace(/[_:]+/g, '-')
    .replace(/\s+/g, ' ');
}

/** A pattern that finds any of the words in names; each may be a pattern itself, and a space parts them. */
export function wordPattern(words: string): RegExp {
  return new RegExp(`[ -](?:${words.trim().split(/\s+/).join('|')})(?=[ -])`);
}
