import { closingQuote } from '../../result/decode/json-numbers.ts';
import type { RequestArgs } from '../args/schema.ts';
import type { Row, Scalar } from './vars.ts';

/** What a request carries, and how it is labelled unless its headers say otherwise. */
export interface RequestBody {
  readonly body: string;
  readonly contentType: string;
}

const FIELDS = ['json', 'form', 'body'] as const;
const BODILESS = new Set(['GET', 'HEAD']);

/** What is wrong with the body of a request, each as `json: problem`. */
export function requestBodyProblems(request: RequestArgs): string[] {
  const given = FIELDS.filter((field) => request[field] !== undefined);
  if (given.length > 1) return [`${given[1]}: only one of json, form and body can be sent, and ${given[0]} is given too`];
  const [field] = given;
  if (field !== undefined && BODILESS.has(methodOf(request))) {
    return [`${field}: a ${request.method} has no body; leave it out, or use another method`];
  }
  if (typeof request.json !== 'string' || !/^\s*\{\s*"/.test(request.json) || isJson(request.json)) return [];
  return ['json: looks like JSON text, and is none; give the value itself, with variables in strings ("{id}"), or use body'];
}

/** The method of a request: one with a body that names none is a POST. */
export function methodOf(request: RequestArgs): NonNullable<RequestArgs['method']> {
  return request.method ?? (FIELDS.some((field) => request[field] !== undefined) ? 'POST' : 'GET');
}

/**
 * The body of a request, its variables filled in: `{name}` in its texts stands for the variable's value, and a JSON
 * string that is nothing but `"{name}"` becomes the value itself, number or list. Other braces are left as they are.
 */
export function buildRequestBody(request: RequestArgs, row: Row | undefined): RequestBody | undefined {
  const { json, form, body } = request;
  if (json !== undefined) return { body: jsonText(json, row), contentType: 'application/json' };
  if (form !== undefined) {
    const fields = Object.entries(form).flatMap(([name, value]) => {
      return [value].flat().flatMap((each) => [filledText(String(each), row)].flat().map((one) => [name, String(one)] as const));
    });
    const params = new URLSearchParams();
    for (const [name, value] of fields) params.append(name, value);
    return { body: params.toString(), contentType: 'application/x-www-form-urlencoded' };
  }
  return body === undefined ? undefined : { body: filledIn(body, row), contentType: 'text/plain; charset=utf-8' };
}

/** Whether the body of a request uses a variable. */
export function mentions({ json, form, body }: RequestArgs, name: string): boolean {
  const open: unknown[] = [json, form, body];
  // Without recursion: JSON may be nested deeper than the stack is high.
  for (let value = open.pop(); value !== undefined || open.length > 0; value = open.pop()) {
    if (typeof value === 'string' && value.includes(`{${name}}`)) return true;
    if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) open.push(member);
  }
  return false;
}

/** A client may send the object as JSON text, which goes out as written, long numbers whole; hardly anybody means a string. */
function jsonText(json: unknown, row: Row | undefined): string {
  if (typeof json !== 'string' || !isJson(json)) return JSON.stringify(filled(json, row));
  const text = json.trim();
  if (!row) return text;
  const parts: string[] = [];
  let copied = 0;
  for (let open = text.indexOf('"'), close = 0; open >= 0; open = text.indexOf('"', close + 1)) {
    close = closingQuote(text, open);
    const literal = text.slice(open, close + 1);
    if (!literal.includes('{') || isKey(text, close)) continue;
    parts.push(text.slice(copied, open), JSON.stringify(filled(JSON.parse(literal), row)));
    copied = close + 1;
  }
  return parts.join('') + text.slice(copied);
}

/** Whether the string that ends here is the name of a member. */
function isKey(json: string, end: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = end + 1;
  return colon.test(json);
}

/** Whether a text is a JSON array or object. */
function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function filled(value: unknown, row: Row | undefined): unknown {
  if (!row) return value;
  if (typeof value === 'string') return filledText(value, row);
  if (Array.isArray(value)) return value.map((item) => filled(item, row));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, filled(member, row)]));
}

function filledText(text: string, row: Row | undefined): Scalar | readonly Scalar[] {
  const name = /^\{([^{}]+)\}$/.exec(text)?.[1];
  const value = row && name !== undefined && Object.hasOwn(row, name) ? row[name] : undefined;
  return value ?? filledIn(text, row);
}

function filledIn(text: string, row: Row | undefined): string {
  if (!row) return text;
  return text.replaceAll(/\{([^{}]+)\}/g, (written, name: string) => (Object.hasOwn(row, name) ? String(row[name]) : written));
}
