import { formTree, type FormNode } from './redact-forms.ts';
import { beginnings, Matcher } from './redact-match.ts';

/** Secrets of printable ASCII, and the name under which they are known. */
export interface NamedSecrets {
  readonly name: string;
  readonly secrets: readonly string[];
}

/**
 * Takes secrets out of whatever is shown: raw, in upper or lower case, backwards, in hexadecimal, base64 and base64url,
 * percent-encoded, escaped as in JSON or HTML. In their place stands `[redacted:NAME]`, which may stand in all of these. Without secrets it does nothing and costs
 * nothing.
 */
export class Redactor {
  readonly #root: FormNode;
  readonly #begins: Uint8Array | undefined;
  readonly #labels: readonly Buffer[];

  /** @param named its names must be harmless in JSON, HTML and URLs */
  constructor(named: readonly NamedSecrets[]) {
    const all = named.flatMap(({ name, secrets }) => secrets.map((secret) => ({ secret, label: labelOf(name) })));
    this.#labels = named.flatMap(({ name }) => [shown(labelOf(name), false), shown(labelOf(name), true)]);
    this.#root = formTree(all);
    if (all.length > 0) this.#begins = beginnings(this.#root);
  }

  /** Whether it knows no secrets, and changes nothing. */
  get isEmpty(): boolean {
    return this.#begins === undefined;
  }

  /** Bytes of the longest text that stands in the place of a secret; 0 without secrets. */
  get maxLabelBytes(): number {
    return Math.max(0, ...this.#labels.map(({ length }) => length));
  }

  /** Whether something has been taken out of these bytes before. */
  hasLabel(bytes: Buffer): boolean {
    return this.#labels.some((label) => bytes.includes(label));
  }

  /** The same bytes if nothing is found, else a copy. */
  bytes(bytes: Buffer): Buffer {
    const begins = this.#begins;
    if (!begins) return bytes;
    const pieces: Buffer[] = [];
    const matcher = new Matcher(this.#root, bytes);
    let done = 0;
    for (let at = 0; at + 1 < bytes.length; at++) {
      // oxlint-disable-next-line typescript/no-non-null-assertion -- both are inside
      if (begins[(bytes[at]! << 8) | bytes[at + 1]!] === 0) continue;
      const match = matcher.at(at);
      if (!match) continue;
      pieces.push(bytes.subarray(done, startOf(bytes, at, done)), shown(match.label, bytes[at + 1] === 0));
      done = match.end;
      at = match.end - 1;
    }
    return done === 0 ? bytes : Buffer.concat([...pieces, bytes.subarray(done)]);
  }

  /** The same text if nothing is found. */
  text(text: string): string {
    if (!this.#begins) return text;
    const bytes = Buffer.from(text);
    const redacted = this.bytes(bytes);
    return redacted === bytes ? text : redacted.toString();
  }

  /** JSON with every text in it redacted, keys too. */
  value<T>(value: T): T;
  value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null || !this.#begins) return value;
    if (Array.isArray(value)) return value.map((item: unknown) => this.value(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.text(key), this.value<unknown>(item)]));
  }
}

function labelOf(name: string): string {
  return `[redacted:${name}]`;
}

/** A backslash that escapes the first character goes with it: before a bracket it would spoil JSON. */
function startOf(bytes: Buffer, start: number, after: number): number {
  let before = start;
  while (before > after && bytes[before - 1] === 0x5c) before--;
  return (start - before) % 2 === 1 ? start - 1 : start;
}

/** In UTF-16 every other byte is NUL; the one before the first or after the last character stays where it is. */
function shown(label: string, isUtf16: boolean): Buffer {
  return isUtf16 ? Buffer.from(label, 'utf16le').subarray(0, -1) : Buffer.from(label);
}
