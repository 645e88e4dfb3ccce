import { closingQuote } from '../../result/decode/json-numbers.ts';
import { beginsLikeJson, describeCutJson } from '../args/cut-json.ts';
import type { Problem } from '../args/problem.ts';
import type { RequestArgs } from '../args/schema.ts';
import { splitText, wholeName } from './fill-text.ts';
import { piecesFillable, type Fillable, type Piece } from './fillable.ts';
import { formFillable } from './form-body.ts';

/** What a request carries: read once, made for each row when it is sent. */
export interface BodyTemplate extends Fillable {
  readonly field: 'json' | 'form' | 'body';
  /** How it is labelled unless the headers say otherwise. */
  readonly contentType: string;
}

const FIELDS = ['json', 'form', 'body'] as const;
const BODILESS = new Set(['GET', 'HEAD']);

/** What is wrong with the body of a request, paths from the request. */
export function requestBodyProblems(request: RequestArgs): readonly Problem[] {
  const given = FIELDS.filter((field) => request[field] !== undefined);
  const [field, second] = given;
  if (second !== undefined)
    return [{ path: second, message: `only one of json, form and body can be sent, and ${field} is given too` }];
  if (field === undefined) return [];
  if (BODILESS.has(methodOf(request)))
    return [{ path: field, message: `a ${request.method} has no body; leave it out, or use another method` }];
  const type = Object.entries(request.headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  if (field === 'json' && /^\s*application\/x-www-form-urlencoded/i.test(type))
    return [{ path: field, message: `would be sent as JSON, and the content-type says that it is a form; use "form"` }];
  if (/^\s*multipart\//i.test(type) && field !== 'body')
    return [{ path: field, message: 'multipart bodies are not offered; write one in "body", or use json or form' }];
  const { json } = request;
  if (typeof json !== 'string' || !beginsLikeJson(json) || !/^\s*\{\s*"/.test(json) || isJson(json)) return [];
  const cure = 'looks like JSON text, and is none; give the value itself, with variables in strings ("{id}"), or use body';
  return [{ path: field, message: describeCutJson(json) ?? cure }];
}

/** What is wrong with how a request follows pages, paths from the request. */
export function paginateProblems(request: RequestArgs): readonly Problem[] {
  const { paginate, as, extract } = request;
  const method = methodOf(request);
  const path = 'paginate';
  if (!paginate) return [];
  if (method !== 'GET' && (method !== 'POST' || request.json === undefined)) {
    return [{ path, message: `pages are followed by GET, or by POST with json, not ${method}` }];
  }
  if (paginate.start !== undefined && paginate.next !== 'page' && paginate.next !== 'offset') {
    return [{ path: `${path}.start`, message: 'is for "next": "page" or "offset"' }];
  }
  if (extract !== undefined || as === undefined || as === 'auto' || as === 'json') return [];
  return [{ path, message: `pages are joined as JSON, so "as" cannot be "${as}"` }];
}

/** The method of a request: one with a body that names none is a POST. */
export function methodOf(request: RequestArgs): NonNullable<RequestArgs['method']> {
  return request.method ?? (FIELDS.some((field) => request[field] !== undefined) ? 'POST' : 'GET');
}

/**
 * The body of a request: `{name}` in its texts stands for a variable's value, and a JSON string that is nothing but
 * `"{name}"` becomes the value itself, whatever it is. Other braces are left as they are.
 * @throws {RangeError} if it is nested deeper than the stack is high
 */
export function parseBody({ json, form, body, vars }: RequestArgs): BodyTemplate | undefined {
  const isFilled = vars !== undefined;
  if (json !== undefined)
    return { field: 'json', contentType: 'application/json', ...piecesFillable(isFilled ? jsonPieces(json) : [jsonText(json)]) };
  if (form !== undefined) return { field: 'form', contentType: 'application/x-www-form-urlencoded', ...formFillable(form) };
  if (body === undefined) return undefined;
  const texts = isFilled ? splitText(body) : [body];
  const pieces = texts.map((text, index): Piece => (index % 2 === 0 ? text : { name: text, as: 'text' }));
  return { field: 'body', contentType: 'text/plain; charset=utf-8', ...piecesFillable(pieces) };
}

/** A client may send the object as JSON text, which goes out as written, long numbers whole; hardly anybody means a string. */
function jsonText(json: unknown): string {
  return typeof json === 'string' && isJson(json) ? json.trim() : JSON.stringify(json);
}

function jsonPieces(json: unknown): Piece[] {
  const text = jsonText(json);
  const pieces: Piece[] = [];
  let copied = 0;
  for (let open = text.indexOf('"'), close = 0; open >= 0; open = text.indexOf('"', close + 1)) {
    close = closingQuote(text, open);
    const literal = text.slice(open, close + 1);
    if (!literal.includes('{') || isKey(text, close)) continue;
    pieces.push(text.slice(copied, open));
    // One by one: a string may name more variables than a call takes arguments.
    for (const piece of stringPieces(literal)) pieces.push(piece);
    copied = close + 1;
  }
  pieces.push(text.slice(copied));
  return pieces;
}

/** A string of a JSON text with its quotes. */
function stringPieces(literal: string): Piece[] {
  const value: unknown = JSON.parse(literal);
  const text = String(value);
  const whole = wholeName(text);
  if (whole !== undefined) return [{ name: whole, as: 'json', otherwise: literal }];
  const inside = splitText(text).map((part, index): Piece => {
    const escaped = JSON.stringify(part).slice(1, -1);
    return index % 2 === 0 ? escaped : { name: part, as: 'string', otherwise: `{${escaped}}` };
  });
  return inside.length === 1 ? [literal] : ['"', ...inside, '"'];
}

/** Whether the string that ends here is the name of a member. */
function isKey(json: string, end: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = end + 1;
  return colon.test(json);
}

/** Whether a text is a JSON array or object. */
export function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
