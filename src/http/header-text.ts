import { isUtf8 } from 'node:buffer';
import type { ResponseHeaders } from './message.ts';

const NON_ASCII = /[\u0080-\u00ff]/;

/**
 * The headers of an answer as text. HTTP has bytes (RFC 9110 section 5.5), which are read as UTF-8 if they are, else as
 * Latin-1: `Location: /café` comes in either.
 * @param headers each byte as the character of that number; given back if all of it is ASCII
 */
export function decodeHeaders(headers: ResponseHeaders): ResponseHeaders {
  for (const name in headers) {
    const value = headers[name];
    const isPlain = typeof value === 'string' ? !NON_ASCII.test(value) : !value?.some((line) => NON_ASCII.test(line));
    if (!isPlain) return Object.fromEntries(Object.entries(headers).map(([key, each]) => [key, decodeLines(each)]));
  }
  return headers;
}

function decodeLines(value: string | string[] | undefined): string | string[] | undefined {
  return Array.isArray(value) ? value.map(decodeLine) : value === undefined ? undefined : decodeLine(value);
}

function decodeLine(value: string): string {
  if (!NON_ASCII.test(value)) return value;
  const bytes = Buffer.from(value, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : value;
}
