import type { Elements } from './elements.ts';
import { isHidden } from './hidden-style.ts';
import { ElementNode } from './dom.ts';
import { rawText } from './walk.ts';

/** Longer style sheets are those of frameworks; reading them would cost more than they tell. */
const MAX_CSS = 300_000;

/** What hides more of a page than this waits for a script that shows it. */
const MAX_SHARE = 0.25;
const MAX_LETTERS = 1_500;
/** The same, where only the name of the class says that it hides. */
const MAX_SHARE_BY_CLASS = 0.1;
const MAX_BY_CLASS = 600;

/** Classes that hide in the style sheets of many frameworks, and those that show again on some screens. */
const HIDING =
  /^(?:u-|is-)?(?:hidden|hide|invisible|visually-?hidden)$|^(?:d-none|display-none|sr-only|screen-reader-(?:text|only))$/;
const RESPONSIVE = /(?:^|\s)(?:(?:sm|md|lg|xl|2xl|print):|d-(?:sm|md|lg|xl|xxl|print)-|visible-|hidden-)/;

const NAME = /[.#][\w-]+/g;

/** The class and id selectors (`.x`, `#x`) that the style sheets in a page hide, and that none of their rules shows. */
export function hiddenNames(elements: Elements): ReadonlySet<string> {
  const css = elements.named('style').map(rawText).join('\n');
  const hidden = new Set<string>();
  const shown = new Set<string>();
  if (css.length > MAX_CSS || !/none|hidden|:\s*-\d|opacity|clip|font-size/.test(css)) return hidden;
  for (const [selectors, style] of rulesOf(css)) {
    const hides = isHidden(new ElementNode('div', { style }));
    if (!hides && !/(?:^|[;{\s])(?:display|visibility|position|clip)\s*:/.test(style)) continue;
    for (const selector of selectors.split(',').map((each) => each.trim())) {
      if (hides && /^[.#][\w-]+$/.test(selector)) hidden.add(selector);
      else if (!hides) for (const name of lastPart(selector).match(NAME) ?? []) shown.add(name);
    }
  }
  for (const name of shown) hidden.delete(name);
  return hidden;
}

/** Of the names those that hide so little of a page that they are not meant to be shown. */
export function hiddenElements(body: ElementNode, elements: Elements, names: ReadonlySet<string>): ReadonlySet<ElementNode> {
  const found = new Map<string, ElementNode[]>();
  const known = new Map<string, readonly string[]>();
  for (const element of elements.all) {
    const { class: classes, id } = element.attribs;
    if (classes === undefined && id === undefined) continue;
    let own = known.get(classes ?? '');
    if (!own) known.set(classes ?? '', (own = hidingIn(classes ?? '', names)));
    for (const name of id !== undefined && names.has(`#${id}`) ? [...own, `#${id}`] : own) {
      const all = found.get(name);
      if (all) all.push(element);
      else found.set(name, [element]);
    }
  }
  const most = Math.min(MAX_LETTERS, body.letters * MAX_SHARE);
  const few = [...found].filter(([name, all]) => {
    const letters = all.reduce((sum, each) => sum + each.letters, 0);
    return (
      letters <= (names.has(name) || names.has(`.${name}`) ? most : Math.min(MAX_BY_CLASS, body.letters * MAX_SHARE_BY_CLASS))
    );
  });
  return new Set(few.flatMap(([, all]) => all));
}

/** Of the classes of an element those that hide. */
function hidingIn(classes: string, names: ReadonlySet<string>): string[] {
  return classes.split(/\s+/).filter((each) => names.has(`.${each}`) || (HIDING.test(each) && !RESPONSIVE.test(classes)));
}

function lastPart(selector: string): string {
  return selector.split(/[\s>+~]+/).at(-1) ?? '';
}

/** The rules that hold everywhere, as selectors and style; those in `@media` and its like are passed over. */
function* rulesOf(css: string): Generator<readonly [string, string]> {
  let at = 0;
  for (let open = css.indexOf('{'); open >= 0; open = css.indexOf('{', at)) {
    const head = withoutComments(css.slice(at, open));
    const selectors = head.slice(head.lastIndexOf(';') + 1).trim();
    at = selectors.startsWith('@') ? blockEnd(css, open) : css.indexOf('}', open) + 1;
    if (at <= open) return;
    if (!selectors.startsWith('@')) yield [selectors, withoutComments(css.slice(open + 1, at - 1))];
  }
}

/** The place after the `}` that belongs to this `{`. */
function blockEnd(css: string, open: number): number {
  const brace = /[{}]/g;
  brace.lastIndex = open;
  let depth = 0;
  for (let found = brace.exec(css); found; found = brace.exec(css)) {
    depth += found[0] === '{' ? 1 : -1;
    if (depth === 0) return brace.lastIndex;
  }
  return css.length;
}

function withoutComments(css: string): string {
  const parts: string[] = [];
  let at = 0;
  for (let open = css.indexOf('/*'); open >= 0; open = css.indexOf('/*', at)) {
    parts.push(css.slice(at, open));
    const close = css.indexOf('*/', open + 2);
    at = close < 0 ? css.length : close + 2;
  }
  return [...parts, css.slice(at)].join(' ');
}
