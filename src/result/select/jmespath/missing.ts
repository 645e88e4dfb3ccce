import { closest, distance } from 'fastest-levenshtein';
import { type Instead, insteadInWords } from '../instead.ts';
import { shape } from '../shape.ts';
import { here, ofEachNumber, ofList, ofRecord, ofRecordInList, ofText } from './meant-functions.ts';
import { memberPath } from './path-text.ts';
import type { Run } from './run.ts';
import { HIT, type Spot } from './spots.ts';
import { isRecord } from './values.ts';

/** Values that are looked at to find a key that stands elsewhere. */
const MAX_SEARCHED = 500;
const MAX_SEARCH_DEPTH = 4;

/** A spot that names something of the body. */
export type NamingSpot = Extract<Spot, { kind: 'key' | 'index' | 'list' | 'values' | 'filter' }>;

export function isNaming(spot: Spot): spot is NamingSpot {
  return spot.kind !== 'equal' && spot.kind !== 'order' && spot.kind !== 'truth';
}

/** Whether a spot names something that was never there, though there was something to look into. */
export function isMissing(spot: Spot, id: number, run: Run): spot is NamingSpot {
  return isNaming(spot) && run.samples[id] !== undefined && ((run.hits[id] ?? 0) & HIT) === 0;
}

/** What is there instead of the first missing thing among some spots, in words; undefined if nothing is missing. */
export function missingWords(spots: readonly Spot[], from: number, to: number, run: Run): string | undefined {
  for (let id = from; id < to; id++) {
    const spot = spots[id];
    if (spot && isMissing(spot, id, run))
      return `${spot.path} is not there: ${insteadInWords([insteadOf(spot, run.samples[id], spots, run)])}`;
  }
  return undefined;
}

/** What is there instead, and what was likely meant: `data.items is an array of 3, ...: write data.items[].name`. */
export function insteadOf(spot: NamingSpot, sample: unknown, spots: readonly Spot[], run: Run): Instead {
  const advice = adviceFor(spot, sample) ?? textHint(spot);
  const list = spot.list === undefined ? undefined : spots[spot.list];
  const whole = spot.list === undefined ? undefined : run.samples[spot.list];
  // Of an element it is said in what list it stands, and how many there are.
  if (list && spot.prefix === spot.base && Array.isArray(whole) && !Array.isArray(whole[0])) {
    return { place: placeOf(list.path, whole), advice };
  }
  return { place: placeOf(spot.prefix, sample), advice };
}

function placeOf(path: string, value: unknown): string {
  return `${path === '' ? 'the body' : path} is ${shape(value)}`;
}

/** A bare or quoted word that is no key, where a text was likely meant. */
function textHint(spot: NamingSpot): string | undefined {
  if (spot.kind !== 'key' || !spot.isOperand) return undefined;
  return `${spot.quoted ? 'double quotes name' : 'a bare word names'} a field: a text is written '${spot.name}'`;
}

function adviceFor(spot: NamingSpot, sample: unknown): string | undefined {
  switch (spot.kind) {
    case 'key':
      if (Array.isArray(sample)) return keyOfList(spot, sample);
      if (isRecord(sample)) return keyOfRecord(spot, sample) ?? ofRecordInList(spot);
      return typeof sample === 'string' ? ofText(spot) : ofEachNumber(spot);
    case 'index':
      if (Array.isArray(sample)) return undefined;
      if (spot.base !== '') return eachIndexWords(spot);
      return isRecord(sample) ? listIn(spot, sample) : 'characters of a text are [0:1]';
    case 'list':
    case 'filter':
      return isRecord(sample) ? listIn(spot, sample) : undefined;
    case 'values':
      break;
  }
  return Array.isArray(sample) ? `write ${onward(spot, spot.each)}` : undefined;
}

/** `items[].name[0]` takes the first of each name, not the first name. */
function eachIndexWords({ index, prefix }: Extract<Spot, { kind: 'index' }>): string {
  return `[${index}] is taken from each; of the list it is ${prefix} | [${index}]`;
}

function keyOfList(spot: Extract<Spot, { kind: 'key' }>, list: readonly unknown[]): string | undefined {
  const { name } = spot;
  const first = list.find(isRecord);
  if (first && Object.hasOwn(first, name)) return `write ${onward(spot, name)}`;
  if (/^\d+$/.test(name)) return `an index has no quotes: [${name}]`;
  return ofList(spot, list);
}

/** What is meant of each element of the list that a spot looks into. */
function onward(spot: NamingSpot, each: string): string {
  const path = here(spot, '');
  // What a projection has made and `|` has handed on is one list: its elements are there already.
  const list = /\[(\*|\?[^\]]*)?\]$/.test(path) && !spot.isEach ? path : `${path}[]`;
  return `${list}${each === '' || each.startsWith('[') ? each : `.${each}`}`;
}

function keyOfRecord(spot: Extract<Spot, { kind: 'key' }>, record: Readonly<Record<string, unknown>>): string | undefined {
  const { name, quoted, dashed, next, prefix, isOperand } = spot;
  const before = prefix === '' ? '' : `${prefix}.`;
  const near = nearestKey(name, Object.keys(record));
  if (near !== undefined) return `did you mean ${near}?`;
  const [head = ''] = name.replace(/^\$?\./, '').split(/[.[]/);
  if (quoted && head !== name && Object.hasOwn(record, head)) return `without quotes it is a path: ${name}`;
  if (name.startsWith('@') && Object.hasOwn(record, name.slice(1))) return `write @.${name.slice(1)}`;
  const dotted = `${name}.${next ?? ''}`;
  if (next !== undefined && Object.hasOwn(record, dotted)) return `a key with a dot is quoted: ${before}"${dotted}"`;
  if (next !== undefined && Object.hasOwn(record, next)) return `leave out ${name}: ${before}${next} is there`;
  if (isOperand) return undefined;
  if (dashed) return 'with spaces around - it is a subtraction';
  const elsewhere = pathTo(name, record);
  if (elsewhere !== undefined) return `there is ${before}${elsewhere}`;
  // `items`, `values`, `type` and others are names of keys, first of all.
  return prefix === '' ? undefined : ofRecord(spot);
}

/** A key that differs in its case or its dashes only, or by a letter or two. */
export function nearestKey(name: string, keys: readonly string[]): string | undefined {
  const same = keys.find((key) => plain(key) === plain(name));
  if (same !== undefined || keys.length === 0) return same;
  const few = keys.slice(0, 200).filter((key) => Math.abs(key.length - name.length) <= 2);
  if (few.length === 0 || name.length < 3) return undefined;
  const swapped = few.find((key) => letters(key) === letters(name));
  if (swapped !== undefined) return swapped;
  const nearest = closest(name, few);
  return distance(name, nearest) <= Math.max(1, Math.floor(name.length / 4)) ? nearest : undefined;
}

function letters(key: string): string {
  return key.split('').toSorted().join('');
}

function plain(key: string): string {
  return key.toLowerCase().replaceAll(/[-_ ]/g, '');
}

function listIn({ prefix }: NamingSpot, record: Readonly<Record<string, unknown>>): string {
  const first = Object.keys(record).find((key) => Array.isArray(record[key]));
  const before = prefix === '' ? '' : `${prefix}.`;
  return first === undefined ? `its values are ${before}*` : `a list is ${before}${first}`;
}

/** The path to a key somewhere inside of a value; of lists, to that of their first element. */
export function pathTo(name: string, value: unknown): string | undefined {
  const queue: { readonly value: unknown; readonly path: string; readonly depth: number }[] = [{ value, path: '', depth: 0 }];
  for (let at = 0; at < queue.length && at < MAX_SEARCHED; at++) {
    const item = queue[at];
    if (!item || item.depth > MAX_SEARCH_DEPTH) continue;
    const { path, depth } = item;
    if (Array.isArray(item.value)) queue.push({ value: item.value[0], path: `${path}[]`, depth: depth + 1 });
    if (!isRecord(item.value)) continue;
    for (const [key, member] of Object.entries(item.value).slice(0, 50)) {
      const inside = memberPath(path, key);
      if (key === name && depth > 0) return inside;
      if (typeof member === 'object') queue.push({ value: member, path: inside, depth: depth + 1 });
    }
  }
  return undefined;
}
