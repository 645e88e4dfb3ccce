import type { FormNode } from './redact-forms.ts';

/** A secret in some form: where it ends, and what is shown in its place. */
export interface SecretMatch {
  readonly end: number;
  readonly label: string;
}

const [NUL, LF, CR, SPACE, QUOTE, HASH, PERCENT, AMPERSAND, PLUS, SEMICOLON, BACKSLASH] = [
  0, 10, 13, 32, 34, 35, 37, 38, 43, 59, 92,
] as const;
const [LETTER_N, LETTER_R, LETTER_U, LETTER_X] = [0x6e, 0x72, 0x75, 0x78] as const;
/** What JSON and JavaScript escape by a backslash alone. */
const ESCAPED: ReadonlySet<number> = new Set([0x22, 0x2f, 0x27]);
const NAMED: readonly (readonly [string, number])[] = [
  ['amp', 38],
  ['lt', 60],
  ['gt', 62],
  ['quot', 34],
  ['apos', 39],
];
/** JSON inside JSON doubles its backslashes: three levels are looked for. */
const MAX_BACKSLASHES = 8;
/** Of a numeric entity; leading zeros are rare. */
const MAX_DIGITS = 7;

/**
 * Finds the forms of a tree in bytes. Each character may be as it is, percent-encoded (RFC 3986, once or twice), escaped
 * as in JSON (RFC 8259, also nested), CSV (RFC 4180) or HTML, whatever its neighbours are; with NULs between them in UTF-16.
 */
export class Matcher {
  readonly #root: FormNode;
  readonly #bytes: Buffer;
  /** Ways of reading that are still open: a node of the tree, and a position. Two lists, as this is a hot path. */
  readonly #nodes: FormNode[] = [];
  readonly #positions: number[] = [];
  #longest: SecretMatch | undefined;

  constructor(root: FormNode, bytes: Buffer) {
    this.#root = root;
    this.#bytes = bytes;
  }

  /** The longest form that begins at `start`. */
  at(start: number): SecretMatch | undefined {
    this.#longest = undefined;
    this.#step(this.#root, start);
    for (let node = this.#nodes.pop(); node; node = this.#nodes.pop()) {
      const at = this.#positions.pop() ?? 0;
      this.#step(node, at);
      const byte = this.#bytes[at];
      if (byte === NUL && this.#bytes[at - 1] !== NUL) this.#open(node, at + 1);
      else if ((byte === LF || byte === CR) && node.wraps) this.#open(node, at + 1);
    }
    return this.#longest;
  }

  #open(node: FormNode, at: number): void {
    this.#nodes.push(node);
    this.#positions.push(at);
  }

  #read(node: FormNode, code: number, end: number): void {
    if (code === QUOTE && node.isQuote) this.#open(node, end);
    const next = node.next.get(code);
    if (!next) return;
    if (next.label !== undefined && end > (this.#longest?.end ?? 0)) this.#longest = { end, label: next.label };
    this.#open(next, end);
  }

  /** Opens every way to read what is at a position. */
  #step(node: FormNode, at: number): void {
    const byte = this.#bytes[at];
    if (byte === undefined) return;
    this.#read(node, byte, at + 1);
    if (byte === PERCENT) this.#percent(node, at);
    else if (byte === BACKSLASH) this.#backslash(node, at);
    else if (byte === AMPERSAND) this.#entity(node, at);
    else if (byte === PLUS) this.#read(node, SPACE, at + 1);
  }

  #percent(node: FormNode, at: number): void {
    const code = this.#hex(at + 1, 2);
    this.#read(node, code, at + 3);
    if (code === PERCENT) this.#read(node, this.#hex(at + 3, 2), at + 5);
  }

  #backslash(node: FormNode, at: number): void {
    const bytes = this.#bytes;
    let run = 1;
    while (run < MAX_BACKSLASHES && bytes[at + run] === BACKSLASH) run++;
    const after = bytes[at + run] ?? NUL;
    const end = at + run + 1;
    if (after === LETTER_U) this.#read(node, this.#hex(end, 4), end + 4);
    else if (after === LETTER_X) this.#read(node, this.#hex(end, 2), end + 2);
    else if (ESCAPED.has(after)) this.#read(node, after, end);
    else if (node.wraps && (after === LETTER_N || after === LETTER_R)) this.#open(node, end);
    for (let each = 2; each <= run; each *= 2) this.#read(node, BACKSLASH, at + each);
  }

  #entity(node: FormNode, at: number): void {
    const bytes = this.#bytes;
    if (bytes[at + 1] !== HASH) {
      const found = NAMED.find(([name]) => bytes.toString('latin1', at + 1, at + 1 + name.length) === name);
      if (found) this.#read(node, found[1], this.#afterSemicolon(at + 1 + found[0].length));
      return;
    }
    const isHex = ((bytes[at + 2] ?? NUL) | 32) === LETTER_X;
    const from = at + (isHex ? 3 : 2);
    let code = 0;
    let end = from;
    for (; end < from + MAX_DIGITS; end++) {
      const digit = digitOf(bytes[end] ?? NUL);
      if (digit < 0 || (!isHex && digit > 9)) break;
      code = code * (isHex ? 16 : 10) + digit;
    }
    if (end > from) this.#read(node, code, this.#afterSemicolon(end));
  }

  #afterSemicolon(at: number): number {
    return this.#bytes[at] === SEMICOLON ? at + 1 : at;
  }

  /** So many hexadecimal digits as a number; -1 if they are none. */
  #hex(from: number, digits: number): number {
    let value = 0;
    for (let at = from; at < from + digits; at++) {
      const digit = digitOf(this.#bytes[at] ?? NUL);
      if (digit < 0) return -1;
      value = value * 16 + digit;
    }
    return value;
  }
}

function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 32;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** Which two bytes may begin a form: a table of 65,536, so that other text costs a look-up a byte. */
export function beginnings(root: FormNode): Uint8Array {
  const table = new Uint8Array(65_536);
  const add = (first: number, second: number): void => void (table[(first << 8) | second] = 1);
  for (const [code, { next, wraps }] of root.next) {
    const spaces = next.has(SPACE) ? [PLUS] : [];
    const breaks = wraps ? [LF, CR] : [];
    const follows = [...next.keys(), PERCENT, BACKSLASH, AMPERSAND, NUL, ...spaces, ...breaks];
    for (const second of follows) add(code, second);
    if (code === SPACE) for (const second of follows) add(PLUS, second);
    if (code === QUOTE) add(QUOTE, QUOTE);
    for (const digit of ['2', (code >> 4).toString(16)]) add(PERCENT, digit.charCodeAt(0));
    for (const second of [LETTER_U, LETTER_X, BACKSLASH, ...(ESCAPED.has(code) ? [code] : [])]) add(BACKSLASH, second);
    add(AMPERSAND, HASH);
    for (const [name, named] of NAMED) if (named === code) add(AMPERSAND, name.charCodeAt(0));
  }
  return table;
}
