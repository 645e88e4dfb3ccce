import { RequestFailure } from '../request-failure.ts';
import { weigh } from './budget/json-weight.ts';
import { tokensToWeight } from './budget/tokens.ts';
import { truncate } from './budget/truncate.ts';
import { detach, extent } from './budget/truncated.ts';
import { NeedsConverters } from './converters.ts';
import type { BodyContent } from './read-content.ts';
import { readWithKeys, readWithKeysNow, type SelectedContent } from './read-selected.ts';
import type { Reading } from './reading.ts';
import type { RunFunction } from './run-function.ts';
import type { KeyPresence } from './select/key-presence.ts';
import { NoDocument, NothingExtracted, NotJson, SelectError } from './select/select-error.ts';

/** What is to be shown of a body. */
export interface ShownBody {
  readonly kind: BodyContent['kind'];
  readonly mimeType: string;
  /** JSON, or what a cut left of it. */
  readonly value: unknown;
  /** Whether the budget of the whole call would not hold it. */
  readonly isCut: boolean;
  readonly weight: number;
  /** How much of its top level there is: items, keys or characters. */
  readonly of: number;
  readonly notes: readonly string[];
  /** What is there of the keys that the selection names; absent without one. */
  readonly keys?: KeyPresence | undefined;
}

/** Why there is nothing to show. */
export interface UnreadBody {
  readonly outcome: 'decode' | 'select_error';
  readonly message: string;
  /** Which argument may fare better if it is another; undefined if none may. */
  readonly again: 'select' | 'extract' | undefined;
  /** Whether nothing can be extracted from such a body, and something from it as it is. */
  readonly isUnfit?: boolean;
}

export type ReadBody = { readonly shown: ShownBody } | { readonly unread: UnreadBody };

/**
 * Reads bodies as a record shows them: decoded, selected from, and cut to the call's budget.
 * @param bodies one, or the pages that are joined
 * @param maxTokens more than that is never shown of one body
 */
export async function readShown(
  bodies: readonly Buffer[],
  reading: Reading,
  maxTokens: number,
  runFunction?: RunFunction,
): Promise<ReadBody> {
  try {
    return shownOf(await readWithKeys(bodies, reading, runFunction), maxTokens);
  } catch (error) {
    return unreadOf(error);
  }
}

/**
 * The same at once. Functions are not called by it.
 * @returns undefined if one of the bodies is a page, which takes what is not loaded here
 */
export function readShownNow(bodies: readonly Buffer[], reading: Reading, maxTokens: number): ReadBody | undefined {
  try {
    return shownOf(readWithKeysNow(bodies, reading), maxTokens);
  } catch (error) {
    return error instanceof NeedsConverters ? undefined : unreadOf(error);
  }
}

function shownOf(content: SelectedContent, maxTokens: number): ReadBody {
  return { shown: { ...present(content, maxTokens), keys: content.keys } };
}

/** @throws what says nothing of the bodies */
function unreadOf(error: unknown): ReadBody {
  if (error instanceof SelectError) {
    return { unread: { outcome: 'select_error', message: error.message, ...rescueFrom(error) } };
  }
  if (!(error instanceof RequestFailure)) throw error;
  return { unread: { outcome: 'decode', message: error.message, again: undefined } };
}

function rescueFrom(error: SelectError): Pick<UnreadBody, 'again' | 'isUnfit'> {
  if (error instanceof NoDocument) return { again: error.isData ? 'select' : undefined, isUnfit: true };
  if (error instanceof NothingExtracted) return { again: 'extract' };
  return { again: error instanceof NotJson ? undefined : 'select' };
}

/** Cuts a value to a budget, with texts of its own: it may be a little of a large body. */
export function present({ kind, mimeType, value: whole, table, notes }: BodyContent, maxTokens: number): ShownBody {
  const value = table ?? whole;
  const budget = tokensToWeight(maxTokens);
  const weight = weigh(value, budget);
  const isCut = weight > budget;
  const kept = isCut ? detach(truncate(value, budget)) : value;
  return { kind, mimeType, value: kept, isCut, weight: Math.min(weight, budget + 1), of: extent(value).of, notes };
}
