/** The types of JSON. */
export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/** The type of a JSON value; what is absent is null. */
export function typeOf(value: unknown): JsonType {
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'object';
}

/** Whether a value is an object of JSON, not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether JMESPath takes a value for true: all but null, false, "", [] and {}. Zero is true. */
export function isTrue(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  if (typeof value !== 'object') return true;
  if (Array.isArray(value)) return value.length > 0;
  for (const key in value) if (Object.hasOwn(value, key)) return true;
  return false;
}

/** Sets a key, `__proto__` too, as a key like any other. */
export function setKey(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

/** The order of two texts by code point: UTF-16 would put emoji before some letters. */
export function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const [one, other] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (one === other) continue;
    const isHigh = one >= 0xd800 && other >= 0xd800;
    return isHigh ? Number(isSurrogate(one)) - Number(isSurrogate(other)) || one - other : one - other;
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit < 0xe000;
}

/** How many code points a text has. */
export function countCodePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      count--;
      at++;
    }
  }
  return count;
}

/** Whether a text is a number as JSON writes it. */
export function isNumeric(text: string): boolean {
  return text.length < 400 && /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text);
}

/** A value in a few words, for notes and errors. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  const text = JSON.stringify(value) ?? '';
  return text.length > 60 ? `${text.slice(0, 58).toWellFormed()}…"` : text;
}

/** The code points of a text, each as a text. */
export function codePoints(text: string): string[] {
  return Array.from(text);
}
