import { RequestFailure } from '../request-failure.ts';
import { weigh } from './budget/json-weight.ts';
import { estimateTokens, tokensToWeight } from './budget/tokens.ts';
import { truncate } from './budget/truncate.ts';
import { extent, Table } from './budget/truncated.ts';
import type { BodyContent } from './read-content.ts';
import { readSelected } from './read-selected.ts';
import type { RunFunction } from './run-function.ts';
import type { Reading } from './reading.ts';
import { patternHint } from './search-pattern.ts';
import { describeReach, isSearchable } from './search-reach.ts';
import { searchIn, type Found } from './search.ts';
import { SelectError } from './select/select-error.ts';
import { render } from './budget/render.ts';

/** Which part of bodies is wanted. */
export interface PartQuestion {
  readonly reading: Reading;
  /** Only what contains this text. */
  readonly search: string | undefined;
  /** Where to begin, and how much at the most: characters of text, items of a list, keys of an object, matches. */
  readonly offset: number;
  readonly limit: number;
  /** That the part may take. */
  readonly tokens: number;
}

/** A part of a body: what it counts in, how much there is, and what of it is shown. */
export interface BodyPart {
  readonly kind: BodyContent['kind'];
  readonly mimeType: string;
  readonly notes: readonly string[];
  readonly unit: 'items' | 'keys' | 'characters' | 'matches';
  readonly of: number;
  readonly count: number;
  /** Plain JSON. */
  readonly value: unknown;
  /** Whether something inside the part was cut, too. */
  readonly isCut: boolean;
  /** What of the body a search has not reached. */
  readonly reach?: string | undefined;
}

export type ReadPart = BodyPart | { readonly outcome: 'select_error' | 'decode'; readonly message: string };

const MAX_ROUNDS = 6;

/** Reads a part of bodies; what is wrong with these is data. */
export async function readPart(bodies: readonly Buffer[], question: PartQuestion, runFunction?: RunFunction): Promise<ReadPart> {
  try {
    const { search } = question;
    const reading = search === undefined ? question.reading : searchable(question.reading);
    const content = await readSelected(bodies, reading, runFunction);
    const { kind, mimeType, notes, value: read, table } = content;
    const isText = isSearchable(content, reading);
    // Only described in a record: here its bytes are to be had.
    const value = isText ? read : (bodies[0]?.toString('base64') ?? '');
    const { matches: found, times } = search === undefined ? NOT_SEARCHED : isText ? searchIn(value, search) : NOTHING_FOUND;
    const reach = found && describeReach(content, reading);
    const why = [reach, search === undefined ? undefined : patternHint(search)].filter((each) => each !== undefined).join('; ');
    const nothing = found?.length === 0 ? [`nothing contains ${JSON.stringify(search)}${why && `: ${why}`}`] : [];
    const pieces =
      times === undefined
        ? []
        : [`a long line is given in pieces, each a match: ${JSON.stringify(search)} is there ${times} times`];
    const page = fitPart(
      (tokens) => (found ? listPart(found, 'matches', question, tokens) : partOf(table ?? value, question, tokens)),
      question.tokens,
    );
    return { kind, mimeType, notes: [...notes, ...nothing, ...pieces], ...page, reach };
  } catch (error) {
    if (error instanceof SelectError) return { outcome: 'select_error', message: error.message };
    if (error instanceof RequestFailure) return { outcome: 'decode', message: error.message };
    throw error;
  }
}

const NOT_SEARCHED: Partial<Found> = {};
const NOTHING_FOUND: Found = { matches: [] };

/** As a body is read to be searched: whoever selects all of it means texts and pages, too. */
function searchable({ further, select, ...reading }: Reading): Reading {
  return {
    ...reading,
    select: select === '@' ? undefined : select,
    further: further && { ...further, isSearched: true },
  };
}

type Part = Pick<BodyPart, 'unit' | 'of' | 'count' | 'value' | 'isCut'>;

/** Weights are an estimate: what is too large as it is written is made again, smaller. */
function fitPart(make: (tokens: number) => Part, tokens: number): Part {
  let budget = tokens;
  for (let round = 0; ; round++) {
    const part = make(budget);
    const excess = estimateTokens(written(part.value)) / tokens;
    if (excess <= 1 || round === MAX_ROUNDS) return part;
    budget = Math.floor((budget / excess) * 0.95);
  }
}

/** As a result has it: an item on each line. */
function written(value: unknown): string {
  return Array.isArray(value) ? value.map((item) => JSON.stringify(item)).join(',\n') : (JSON.stringify(value) ?? '');
}

function partOf(value: unknown, question: PartQuestion, tokens: number): Part {
  if (typeof value === 'string') return textPart(value, question, tokens);
  if (Array.isArray(value)) return listPart(value, 'items', question, tokens);
  if (value instanceof Table) return tablePart(value, question, tokens);
  if (typeof value !== 'object' || value === null) return { unit: 'keys', of: 1, count: 1, value, isCut: false };
  return keysPart(Object.keys(value), value, question, tokens);
}

/** Whole rows as far as there is room, and the names of their columns. */
function tablePart({ columns, rows }: Table, { offset, limit }: PartQuestion, tokens: number): Part {
  const wanted = new Table(columns, rows.slice(offset, offset + limit));
  const cut = truncate(wanted, tokensToWeight(tokens));
  const { kept } = extent(cut);
  const isWhole = cut instanceof Table && cut.rows.every((row, at) => row === wanted.rows[at]);
  const value = render(cut instanceof Table ? new Table(columns, cut.rows) : cut);
  return { unit: 'items', of: rows.length, count: kept, value, isCut: !isWhole };
}

/** Members of an object: as many keys as there is room for, and values cut where there is none for them whole. */
function keysPart(keys: readonly string[], value: object, { offset, limit }: PartQuestion, tokens: number): Part {
  const wanted = Object.fromEntries(keys.slice(offset, offset + limit).map((key) => [key, Reflect.get(value, key)] as const));
  const cut = truncate(wanted, tokensToWeight(tokens));
  return { unit: 'keys', of: keys.length, count: extent(cut).kept, value: render(cut), isCut: cut !== wanted };
}

function textPart(text: string, { offset, limit }: PartQuestion, tokens: number): Part {
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
function listPart(items: readonly unknown[], unit: Part['unit'], { offset, limit }: PartQuestion, tokens: number): Part {
  let room = tokensToWeight(tokens);
  const shown: unknown[] = [];
  for (const item of items.slice(offset, offset + limit)) {
    const weight = weigh(item, room) + 2;
    if (weight > room) break;
    shown.push(item);
    room -= weight;
  }
  const first = items[offset];
  const of = items.length;
  if (shown.length > 0 || first === undefined || limit === 0)
    return { unit, of, count: shown.length, value: shown, isCut: false };
  return { unit, of, count: 1, value: [render(truncate(first, room))], isCut: true };
}
