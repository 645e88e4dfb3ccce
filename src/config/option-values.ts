import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllowRule, parseHostRule } from '../http/guard/host-rules.ts';

// How the text of an option is read: each throws a RangeError that says what is expected.

/** Entries between commas. */
function list(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}

/** Hosts and networks that are permitted, which may be none. */
export function allowList(text: string): string[] {
  const entries = list(text);
  for (const entry of entries) parseAllowRule(entry);
  return entries;
}

/** An empty list is a mistake: to some it would mean no host, to others every one. */
export function hostList(text: string): string[] {
  const hosts = list(text);
  if (hosts.length === 0) throw new RangeError('expected one host or more, such as api.example.com or *.example.com');
  for (const host of hosts) parseHostRule(host);
  return hosts;
}

/** A whole number, both ends included. */
export function count(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text.trim()) || value < min || value > max) {
      throw new RangeError(`expected a whole number from ${min} to ${max}, got "${text}"`);
    }
    return value;
  };
}

/** A size in bytes, such as 10MiB or 500k; both ends included. */
export function bytes(min: number, max: number): (text: string) => number {
  return (text) => size(text, min, max);
}

function size(text: string, min: number, max: number): number {
  const match = /^(\d+(?:\.\d+)?)\s*(?:(ki|mi|gi|k|m|g)?b?)$/i.exec(text.trim());
  const units: Record<string, number> = { k: 1e3, m: 1e6, g: 1e9, ki: 2 ** 10, mi: 2 ** 20, gi: 2 ** 30 };
  const value = Math.round(Number(match?.[1]) * (units[match?.[2]?.toLowerCase() ?? ''] ?? 1));
  if (!match || value < min || value > max) {
    throw new RangeError(`expected a size from ${min} to ${max / 2 ** 30}GiB such as 10MiB, got "${text}"`);
  }
  return value;
}

/** A switch; nothing is no. */
export function yesOrNo(text: string): boolean {
  if (/^(1|true|yes)$/i.test(text)) return true;
  if (/^(0|false|no|)$/i.test(text)) return false;
  throw new RangeError(`expected true or false, got "${text}"`);
}

/** What may stand in a header. */
export function headerValue(text: string): string {
  if (!/^[\t\x20-\x7e]+$/.test(text)) throw new RangeError('expected printable ASCII');
  return text;
}

/** A directory, made absolute; it need not be there yet. Nothing is none. */
export function directory(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  // A shell would have written it out; a client's config does not.
  if (/^~([\\/]|$)/.test(text)) throw new RangeError(`expected a directory; "~" is not read here, write its path out: "${text}"`);
  const path = resolve(text);
  if (!(statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true)) throw new RangeError(`"${text}" is not a directory`);
  return path;
}
