import { isElement, type ElementNode } from './dom.ts';
import { childrenOf } from './walk.ts';

/** Whether a browser would not show an element, by its own attributes. */
export function isHidden(element: ElementNode): boolean {
  const { hidden, style, 'aria-hidden': silent } = element.attribs;
  if (hidden !== undefined && hidden.toLowerCase() !== 'until-found') return true;
  if (silent?.trim().toLowerCase() === 'true') return true;
  if (style === undefined || !SUSPECT.test(style)) return false;
  const css = declarations(style);
  return (
    css.get('display') === 'none' ||
    /^(?:hidden|collapse)$/.test(css.get('visibility') ?? '') ||
    isOutside(css) ||
    isCutAway(css) ||
    hasNoColour(css) ||
    (hasNoSize(css) && !hasOwnSizes(element))
  );
}

/** Whether an element is transparent. What fades in is so too, until a script runs. */
export function isTransparent({ attribs: { style } }: ElementNode): boolean {
  if (style === undefined || !style.includes('opacity')) return false;
  const css = declarations(style);
  return /^0?(?:\.0+|\.0?1|0%)?$/.test(css.get('opacity') ?? '1') && css.get('opacity') !== '';
}

/** Without any of these a style hides nothing. */
const SUSPECT = /none|hidden|collapse|clip|-\d|scale|font|color|transparent/i;

type Css = ReadonlyMap<string, string>;

/** The declarations of a style attribute, in lower case, without `!important`. */
function declarations(style: string): Css {
  const css = new Map<string, string>();
  for (const part of style.toLowerCase().split(';')) {
    const colon = part.indexOf(':');
    if (colon > 0)
      css.set(
        part.slice(0, colon).trim(),
        part
          .slice(colon + 1)
          .replace('!important', '')
          .trim(),
      );
  }
  return css;
}

/** Moved far out of the window. */
function isOutside(css: Css): boolean {
  if (/^-\d{3,}(?:\.\d+)?(?:px|r?em)/.test(css.get('text-indent') ?? '')) return true;
  if (/translate[xy3d]*\([^)]*-\d{4,}px|scale[xy]?\(\s*0\s*[,)]/.test(css.get('transform') ?? '')) return true;
  if (!/^(?:absolute|fixed)/.test(css.get('position') ?? '')) return false;
  return ['left', 'right', 'top', 'bottom'].some((side) => /^-(?:\d{4,}px|\d{3,}(?:px|r?em)|\d{4,})/.test(css.get(side) ?? ''));
}

/** Of a size, or cut to one, at which nothing is seen. */
function isCutAway(css: Css): boolean {
  const clip = `${css.get('clip') ?? ''} ${css.get('clip-path') ?? ''}`;
  if (/rect\((?:\s*[01](?:px)?[\s,]*){4}\)|inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0/.test(clip)) return true;
  if (!/hidden|clip/.test(css.get('overflow') ?? '')) return false;
  return ['height', 'width', 'max-height', 'max-width'].some((side) => /^[01](?:\.0+)?(?:px|r?em|%)?$/.test(css.get(side) ?? ''));
}

function hasNoSize(css: Css): boolean {
  return /^(?:0|0?\.0+|0\.0+)(?:px|pt|r?em|%)?$|^[01]p[xt]$/.test(css.get('font-size') ?? '');
}

/** Elements in it may have sizes of their own: no size is given to a line so that no gaps are between its boxes. */
function hasOwnSizes(element: ElementNode): boolean {
  return [...childrenOf(element)].some((child) => {
    return (
      isElement(child) &&
      child.name !== 'br' &&
      (child.attribs['class'] !== undefined || /font/i.test(child.attribs['style'] ?? ''))
    );
  });
}

/** In the colour of its ground, or in none; a gradient is painted through transparent text. */
function hasNoColour(css: Css): boolean {
  const colour = css.get('color');
  if (colour === undefined || [...css].some(([name, value]) => /background/.test(name) && value.includes('text'))) return false;
  const plain = normal(colour);
  if (/^transparent$|^(?:rgb|hsl)a?\(.*[,/]0?(?:\.0+)?%?\)$|^#[\da-f]{3}0$|^#[\da-f]{6}00$/.test(plain)) return true;
  const ground = css.get('background-color') ?? css.get('background');
  return ground !== undefined && normal(ground) === plain && !/^(?:inherit|initial|unset|var|currentcolor)/.test(plain);
}

const NAMED: Readonly<Record<string, string>> = { white: '#ffffff', black: '#000000' };

function normal(colour: string): string {
  const text = colour.replace(/\s+/g, '');
  const named = NAMED[text] ?? text;
  if (/^#[\da-f]{3}$/.test(named)) return named.replace(/[\da-f]/g, '$&$&');
  const rgb = /^rgb\((\d+),(\d+),(\d+)\)$/.exec(named);
  return rgb
    ? `#${rgb
        .slice(1)
        .map((part) => Number(part).toString(16).padStart(2, '0'))
        .join('')}`
    : named;
}
