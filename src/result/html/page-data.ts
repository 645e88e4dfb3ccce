import { htmlToText } from './plain-text.ts';
import { scriptJson } from './script-json.ts';
import type { ElementNode } from './dom.ts';
import { attribute, rawText } from './walk.ts';

/** Data in a page. */
interface PageData {
  /** A CSS selector that finds the script. */
  readonly selector: string;
  readonly bytes: number;
  /** Its first keys, or what it says that it is. */
  readonly shape: string;
  readonly value: unknown;
}

/** What frameworks call the state that a page is drawn from. */
const STATE =
  /\b(__[A-Z\d_]*(?:STATE|DATA|PROPS|CONTEXT|NUXT)[A-Z\d_]*__|__next_f|(?:initial|preloaded)State|pageProps|\w*[iI]nitialData)\b/;

/** Some write HTML where text belongs. */
const TAG = /<\/?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6])\b/i;

const MAX_KEYS = 5;
const MAX_SHOWN = 3;

/** The scripts of a page that hold data, as JSON or in JavaScript. */
export function dataOf(scripts: readonly ElementNode[]): PageData[] {
  return scripts.flatMap((script) => {
    const text = rawText(script);
    const selector = selectorOf(script, text);
    const value = selector === undefined ? undefined : scriptJson(text);
    if (selector === undefined || value === undefined || value === null) return [];
    return [{ selector, bytes: Buffer.byteLength(text), shape: shapeOf(value), value }];
  });
}

function selectorOf(script: ElementNode, text: string): string | undefined {
  const type = attribute(script, 'type').toLowerCase();
  const id = attribute(script, 'id');
  const isJson = type.endsWith('json');
  const name = isJson ? undefined : STATE.exec(text)?.[1];
  if (!isJson && name === undefined) return undefined;
  if (/^[A-Za-z_][\w-]*$/.test(id)) return `script#${id}`;
  return name === undefined ? `script[type="${type}"]` : `script:contains("${name}")`;
}

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} items`;
  if (typeof value !== 'object' || value === null) return typeof value;
  const type: unknown = Reflect.get(value, '@type');
  if (typeof type === 'string') return type;
  const keys = Object.keys(value);
  return keys.slice(0, MAX_KEYS).join(', ') + (keys.length > MAX_KEYS ? ', …' : '');
}

/** Where the data of a page are, and the `extract` that gets them; '' if there are none. */
export function saidOf(data: readonly PageData[]): string {
  const [first] = data.toSorted((a, b) => b.bytes - a.bytes);
  if (!first) return '';
  const named = [...new Set(data.map(({ selector, bytes, shape }) => `${selector} (${size(bytes)}: ${shape})`))].slice(
    0,
    MAX_SHOWN,
  );
  const same = data.filter(({ selector }) => selector === first.selector).length;
  const one = { selector: first.selector, value: 'json' };
  return `; data is in ${named.join(', ')}: "extract": ${spaced({ data: same > 1 ? [one] : one })}`;
}

function spaced(value: unknown): string {
  return JSON.stringify(value)
    .replace(/":(?=["[{])/g, '": ')
    .replace(/,(?=")/g, ', ');
}

function size(bytes: number): string {
  return bytes < 1_000
    ? `${bytes} B`
    : bytes < 1_000_000
      ? `${Math.round(bytes / 1_000)} KB`
      : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The text of the article that JSON-LD has, '' if there is none. */
export function articleBody(data: readonly PageData[]): string {
  for (const { value } of data) {
    const found = bodyIn(value, 0);
    if (found !== '') return found;
  }
  return '';
}

function bodyIn(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null || depth > 4) return '';
  const body: unknown = Reflect.get(value, 'articleBody');
  if (typeof body === 'string' && body.trim() !== '') return TAG.test(body) ? htmlToText(body) : body.trim();
  const inner = Array.isArray(value)
    ? value
    : [Reflect.get(value, '@graph'), Reflect.get(value, 'mainEntity'), Reflect.get(value, 'mainEntityOfPage')];
  for (const each of inner.slice(0, 50)) {
    const found = bodyIn(each, depth + 1);
    if (found !== '') return found;
  }
  return '';
}
