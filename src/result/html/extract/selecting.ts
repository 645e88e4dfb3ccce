import { compile, selectAll, selectOne, type Options } from 'css-select';
import { isElement, type ElementNode, type TreeNode } from '../dom.ts';
import { rawText } from '../walk.ts';
import { SelectorCost } from './extract-error.ts';
import { isNth, parseNth } from './nth.ts';
import { readable } from './readable.ts';

/** Steps that the selectors of one `extract` may take in all: half a second, with `:has` three. Real pages take less than one million. */
const MAX_STEPS = 20_000_000;
/** A text that is searched counts as a step for so many characters. */
const CHARACTERS_PER_STEP = 20;
/** Children of so many are listed once. */
const MANY = 16;

/** A selector that is ready to be used. */
export type Compiled = (element: ElementNode) => boolean;

/** Where an element stands among its siblings, and among those of its name, counted from 1; how many there are. */
interface Place {
  readonly index: number;
  readonly ofType: number;
  readonly count: number;
  readonly countOfType: number;
}

/**
 * Selects in one tree that stays as it is meanwhile. Positions among siblings are counted once, and so are steps: a
 * selector that takes time in proportion to the square of a large document is ended.
 */
export class Selecting {
  readonly #options: Options<TreeNode, ElementNode>;
  readonly #children = new Map<ElementNode, TreeNode[]>();
  readonly #places = new Map<ElementNode, ReturnType<typeof placesIn>>();
  readonly #compiled = new Map<string, Compiled>();
  /** What `:scope` is for selectors that name it. */
  readonly #scope: ElementNode[] = [];
  #steps = 0;

  constructor(isXml: boolean) {
    this.#options = {
      xmlMode: isXml,
      pseudos: this.#pseudos(),
      adapter: {
        isTag: (node): node is ElementNode => {
          this.#step(1);
          return isElement(node) && !node.name.startsWith('#');
        },
        getAttributeValue: ({ attribs }, name) => (Object.hasOwn(attribs, name) ? attribs[name] : undefined),
        hasAttrib: ({ attribs }, name) => Object.hasOwn(attribs, name),
        getName: ({ name }) => name,
        getChildren: (node) => (isElement(node) ? this.#childrenOf(node) : []),
        getParent: ({ parent }) => parent,
        getSiblings: ({ parent }) => (parent ? this.#childrenOf(parent) : []),
        getText: (node) => {
          const text = rawText(node);
          this.#step(text.length / CHARACTERS_PER_STEP);
          return text;
        },
        prevElementSibling: (node) => {
          let before = node.prev;
          while (before && !isElement(before)) before = before.prev;
          return before;
        },
        removeSubsets: (nodes) => nodes,
      },
    };
  }

  /** @throws {Error} if it is no selector, in the words of the library */
  compile(selector: string): Compiled {
    let known = this.#compiled.get(selector);
    if (!known) {
      const isRelative = /(?:^|,)\s*[>+~]|:scope/.test(selector);
      known = compile<TreeNode, ElementNode>(readable(selector), this.#options, isRelative ? this.#scope : undefined);
      this.#compiled.set(selector, known);
    }
    return known;
  }

  /** @throws {SelectorCost} when all selectors together have taken too many steps */
  all(selector: string, root: ElementNode): ElementNode[] {
    this.#scope[0] = root;
    return selectAll(this.compile(selector), root, this.#options);
  }

  first(selector: string, root: ElementNode): ElementNode | null {
    this.#scope[0] = root;
    return selectOne(this.compile(selector), root, this.#options);
  }

  #step(steps: number): void {
    this.#steps += steps;
    if (this.#steps > MAX_STEPS) throw new SelectorCost('the selectors take too long on this document');
  }

  #childrenOf(element: ElementNode): TreeNode[] {
    const known = this.#children.get(element);
    if (known) return known;
    const children: TreeNode[] = [];
    // What is in a template is not in the document.
    for (let child = element.name === 'template' ? null : element.first; child; child = child.next) children.push(child);
    if (children.length >= MANY) this.#children.set(element, children);
    return children;
  }

  #placeOf(element: ElementNode): Place {
    const { parent } = element;
    if (!parent) return { index: 1, ofType: 1, count: 1, countOfType: 1 };
    let places = this.#places.get(parent);
    if (!places) this.#places.set(parent, (places = placesIn(parent)));
    const [index, ofType] = places.of.get(element) ?? [1, 1];
    return { index, ofType, count: places.of.size, countOfType: places.types.get(element.name) ?? 1 };
  }

  /** Structural pseudo-classes (Selectors 4, 14), in constant time; css-select's own count siblings for each element. */
  #pseudos(): Record<string, (element: ElementNode, value?: string | null) => boolean> {
    const rules = new Map<string, ReturnType<typeof parseNth>>();
    const nth =
      (position: (element: ElementNode) => number) =>
      (element: ElementNode, value?: string | null): boolean => {
        const text = value ?? '';
        if (!rules.has(text)) rules.set(text, parseNth(text));
        const rule = rules.get(text);
        return rule !== undefined && isNth(position(element), rule);
      };
    const place = (element: ElementNode): Place => this.#placeOf(element);
    return {
      'nth-child': nth((element) => place(element).index),
      'nth-last-child': nth((element) => place(element).count - place(element).index + 1),
      'nth-of-type': nth((element) => place(element).ofType),
      'nth-last-of-type': nth((element) => place(element).countOfType - place(element).ofType + 1),
      'first-child': (element) => place(element).index === 1,
      'last-child': (element) => place(element).index === place(element).count,
      'only-child': (element) => place(element).count === 1,
      'first-of-type': (element) => place(element).ofType === 1,
      'last-of-type': (element) => place(element).ofType === place(element).countOfType,
      'only-of-type': (element) => place(element).countOfType === 1,
    };
  }
}

/** The places of all children, and how many of each name there are. */
function placesIn(parent: ElementNode): { of: Map<ElementNode, readonly [number, number]>; types: Map<string, number> } {
  const of = new Map<ElementNode, readonly [number, number]>();
  const types = new Map<string, number>();
  for (let child = parent.first; child; child = child.next) {
    if (!isElement(child)) continue;
    const ofType = (types.get(child.name) ?? 0) + 1;
    types.set(child.name, ofType);
    of.set(child, [of.size + 1, ofType]);
  }
  return { of, types };
}
