import type { Node, Over } from './syntax.ts';

/** The paths of the nodes of one expression. */
export class PathTexts {
  readonly #text: string;
  /** Of a long path, each part begins with the one before. */
  readonly #known = new Map<Node, { readonly prefix: string; readonly path: string }>();

  /** @param text the expression that the nodes were read from */
  constructor(text: string) {
    this.#text = text;
  }

  /**
   * The path of a node from the body, as it would be written; of what is no path its own text.
   * @param prefix the path of the value that it is evaluated on; empty for the body itself
   */
  of(node: Node, prefix: string): string {
    const known = this.#known.get(node);
    if (known?.prefix === prefix) return known.path;
    const path = this.#made(node, prefix);
    this.#known.set(node, { prefix, path });
    return path;
  }

  #made(node: Node, prefix: string): string {
    if (node.kind === 'current') return prefix;
    if (node.kind === 'root') return '';
    if (node.kind === 'index') return `${prefix}[${node.index}]`;
    if (node.kind === 'sub' || node.kind === 'pipe') return this.of(node.right, this.of(node.left, prefix));
    if (node.kind === 'project') return this.of(node.each, this.of(node.source, prefix) + overText(node, this.#text));
    const written = this.#text.slice(node.at, node.end);
    if (node.kind !== 'field' && node.kind !== 'constant') return written;
    const key = written.startsWith('[') ? JSON.stringify(node.name) : written;
    return prefix === '' ? key : `${prefix}.${key}`;
  }
}

/** Longer conditions are left out of paths. */
const MAX_CONDITION = 40;

/** A projection as it is written after its source. @param text the whole expression */
export function overText(over: Over, text: string): string {
  if (over.over === 'filter') {
    const { at, end } = over.condition;
    return end - at > MAX_CONDITION ? '[?...]' : `[?${text.slice(at, end)}]`;
  }
  if (over.over === 'slice') return `[${over.start ?? ''}:${over.stop ?? ''}${over.step === 1 ? '' : `:${over.step}`}]`;
  if (over.over === 'values') return '.*';
  return over.over === 'flat' ? '[]' : '[*]';
}

/** The path of a member of what is at a path: `items` in '', `data."my key"` in `data`. */
export function memberPath(at: string, key: string): string {
  const step = /^[a-z_]\w*$/i.test(key) ? key : JSON.stringify(key);
  return at === '' ? step : `${at}.${step}`;
}
