import { nameSome } from '../../name-some.ts';
import { quoted } from './json-flaw.ts';
import { closingQuote } from './json-numbers.ts';

/** Keys that the note names, and characters of each. */
const MAX_NAMED = 3;
const MAX_KEY = 40;

/**
 * How many members all objects of a parsed JSON value have together. Its depth is bounded by whoever parses it.
 * @param most counting ends there: there are no more
 */
export function countMembers(value: unknown, most: number): number {
  if (typeof value !== 'object' || value === null || most === 0) return 0;
  const isList = Array.isArray(value);
  const members: readonly unknown[] = isList ? value : Object.values(value);
  let count = isList ? 0 : members.length;
  for (let at = 0; at < members.length && count < most; at++) {
    const member = members[at];
    if (typeof member === 'object') count += countMembers(member, most - count);
  }
  return count;
}

/**
 * Says which keys come more than once in one object of a JSON text: which of their values counts is left open by RFC 8259
 * section 4, so that others may read it otherwise.
 * @param json valid JSON, in which there are some
 */
export function describeRepeatedKeys(json: string): string {
  const keys = nameSome(
    [...repeatedKeys(json)].map((key) => quoted(key, MAX_KEY)),
    MAX_NAMED,
  );
  return `keys that come more than once in one object have their last value here: ${keys}`;
}

/** The keys that come more than once in one object. */
function repeatedKeys(json: string): Set<string> {
  const repeated = new Set<string>();
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === 0x7b) open.push(new Set());
    else if (code === 0x7d) open.pop();
    else if (code === 0x22) {
      const end = closingQuote(json, at);
      if (isKey(json, end + 1)) {
        const key = String(JSON.parse(json.slice(at, end + 1)));
        const seen = open.at(-1);
        if (seen?.has(key)) repeated.add(key);
        else seen?.add(key);
      }
      at = end;
    }
  }
  return repeated;
}

/** Whether the string that has ended is a key. */
function isKey(json: string, end: number): boolean {
  let at = end;
  while (json.charCodeAt(at) <= 0x20) at++;
  return json[at] === ':';
}
