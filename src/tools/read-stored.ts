import { parseJson } from '../result/decode/json.ts';
import { truncate } from '../result/budget/truncate.ts';
import { extent, render } from '../result/budget/truncated.ts';
import { searchIn } from '../result/search.ts';
import { select } from '../result/select/select.ts';
import type { Store, StoredBody } from '../result/store/store.ts';
import { estimateTokens, tokensToWeight } from '../result/budget/tokens.ts';
import { weigh } from '../result/budget/json-weight.ts';
import type { Workers } from '../result/workers/workers.ts';
import type { ReadArgs, ReadResult } from './read-schema.ts';
import { lines } from '../batch/report/report.ts';

/** What a page of something is: what it counts in, how much there is, and what of it is shown. */
interface ReadPage {
  readonly unit: ReadResult['unit'];
  readonly of: number;
  readonly count: number;
  /** JSON, or what a cut left of it. */
  readonly value: unknown;
  readonly isCut: boolean;
}

/** Tokens that the facts around a body cost. */
const ENVELOPE = 150;
/** Of the budget, what the address and each note may take. */
const SHARE_OF_ADDRESS = 0.2;
const SHARE_OF_NOTE = 0.2;
const MAX_ROUNDS = 6;

/**
 * Reads a stored body again: a page of it, what a `select` picks, or what a search finds. No request is made.
 * @throws {UnknownRef} if it is not stored (any more)
 * @throws {SelectError} if the select is wrong or matched nothing
 * @throws the reason of `signal`
 */
export async function readStored(args: ReadArgs, store: Store, workers: Workers, signal: AbortSignal): Promise<ReadResult> {
  const { stored, content } = await store.get(args.ref.trim().replace(/^fetch-many:\/\/results\//, ''));
  const notes: string[] = [];
  let value = valueOf(stored, content);
  if (args.select !== undefined) {
    if (stored.kind !== 'json') notes.push(`select works on JSON, and this is ${stored.mimeType}: it has been ignored`);
    else {
      const selected = await select({ value, bytes: content.length }, args.select, workers, signal);
      if (selected.note) notes.push(selected.note);
      value = selected.value;
    }
  }
  const found = args.search === undefined ? undefined : searchIn(value, args.search);
  if (found?.length === 0) notes.push(`nothing contains ${JSON.stringify(args.search)}`);
  const url = clipped(stored.url, args.max_tokens * SHARE_OF_ADDRESS);
  const said = notes.map((note) => clipped(note, args.max_tokens * SHARE_OF_NOTE));
  const facts = { ref: stored.ref, type: stored.kind, mime_type: stored.mimeType, url, bytes: stored.bytes };

  let tokens = Math.max(0, args.max_tokens - ENVELOPE - estimateTokens(url) - estimateTokens(said.join()));
  for (let round = 0; ; round++) {
    const page = found ? listPage(found, 'matches', args, tokens) : pageOf(value, args, tokens);
    const end = args.offset + page.count;
    const next = page.count > 0 && end < page.of ? { next_offset: end } : {};
    const result: ReadResult = {
      ...facts,
      unit: page.unit,
      of: page.of,
      offset: args.offset,
      count: page.count,
      ...next,
      body: render(page.value),
      ...withNotes(page, said),
    };
    const excess = estimateTokens(serialiseRead(result)) / args.max_tokens;
    if (excess <= 1 || round === MAX_ROUNDS) return result;
    tokens = Math.floor((tokens / excess) * 0.95);
  }
}

/** JSON with one item per line, so that a client that spills it to a file leaves something that can be paged. */
export function serialiseRead({ body, ...facts }: ReadResult): string {
  const shown = Array.isArray(body) ? lines(body) : JSON.stringify(body);
  return `${JSON.stringify(facts).slice(0, -1)},\n"body": ${shown}}`;
}

/** The beginning of a text, of so many tokens at the most. */
function clipped(text: string, tokens: number): string {
  const shown = render(truncate(text, tokensToWeight(tokens)));
  return typeof shown === 'string' ? shown : text;
}

function withNotes(page: ReadPage, notes: readonly string[]): { notes?: string[] } {
  const cutNote = page.isCut ? ['cut to fit max_tokens; pick a part of it with "select"'] : [];
  const all = [...notes, ...cutNote];
  return all.length > 0 ? { notes: all } : {};
}

function valueOf(stored: StoredBody, content: Buffer): unknown {
  if (stored.kind === 'json') return parseJson(content.toString('utf8'));
  return content.toString(stored.kind === 'text' ? 'utf8' : 'base64');
}

function pageOf(value: unknown, args: ReadArgs, tokens: number): ReadPage {
  if (typeof value === 'string') return textPage(value, args, tokens);
  if (Array.isArray(value)) return listPage(value, 'items', args, tokens);
  if (typeof value !== 'object' || value === null) return { unit: 'keys', of: 1, count: 1, value, isCut: false };
  return keysPage(Object.entries(value), args, tokens);
}

/** Members of an object: as many keys as there is room for, and values cut where there is none for them whole. */
function keysPage(members: readonly (readonly [string, unknown])[], { offset, limit }: ReadArgs, tokens: number): ReadPage {
  const budget = tokensToWeight(tokens);
  const wanted = Object.fromEntries(members.slice(offset, offset + limit));
  const value = truncate(wanted, budget);
  return { unit: 'keys', of: members.length, count: extent(value).kept, value, isCut: value !== wanted };
}

function textPage(text: string, { offset, limit }: ReadArgs, tokens: number): ReadPage {
  const budget = tokensToWeight(tokens);
  const wanted = text.slice(offset, offset + limit);
  let length = wanted.length;
  for (let weight = weigh(wanted, Infinity); weight > budget && length > 0; weight = weigh(wanted.slice(0, length), Infinity)) {
    length = Math.floor(length * Math.min(0.98, budget / weight));
  }
  let shown = wanted.slice(0, length);
  if (length < wanted.length) shown = shown.slice(0, Math.max(shown.lastIndexOf('\n') + 1, Math.ceil(length * 0.8)));
  // Whole characters, of which at least one: a page must go on.
  if (/[\ud800-\udbff]$/.test(shown)) shown = shown.slice(0, -1) || text.slice(offset, offset + 2);
  return { unit: 'characters', of: text.length, count: shown.length, value: shown.toWellFormed(), isCut: false };
}

/** Whole items as far as there is room; of one that is too large alone, what there is room for. */
function listPage(items: readonly unknown[], unit: ReadResult['unit'], { offset, limit }: ReadArgs, tokens: number): ReadPage {
  let room = tokensToWeight(tokens);
  const shown: unknown[] = [];
  for (const item of items.slice(offset, offset + limit)) {
    const weight = weigh(item, room) + 2;
    if (weight > room) break;
    shown.push(item);
    room -= weight;
  }
  const first = items[offset];
  if (shown.length > 0 || first === undefined) return { unit, of: items.length, count: shown.length, value: shown, isCut: false };
  return { unit, of: items.length, count: 1, value: [render(truncate(first, room))], isCut: true };
}
