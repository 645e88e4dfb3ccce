import { estimateTokens } from '../../result/budget/tokens.ts';
import { endUrl } from '../../result/record-facts.ts';
import type { KeptBatch, ResultStore } from '../../result/store/result-store.ts';
import type { ListedBatch, ReadResult } from './read-schema.ts';

/** Characters of a URL, and labels, that a listing shows of each. */
const MAX_URL = 100;
const MAX_LABELS = 5;

/** The batches that are kept, the newest first, as many as there is room for. */
export function listBatches(results: ResultStore, maxTokens: number, redact: (text: string) => string): ReadResult {
  const all = results.list().toReversed();
  const batches: ListedBatch[] = [];
  let tokens = 100;
  for (const batch of all) {
    const listed = listedBatch(batch, redact);
    tokens += estimateTokens(JSON.stringify(listed));
    if (tokens > maxTokens && batches.length > 0) break;
    batches.push(listed);
  }
  const more = all.length - batches.length;
  return { batches, ...(more > 0 ? { notes: [`and ${more} older ones: raise max_tokens to see them`] } : {}) };
}

function listedBatch({ name, records, program }: KeptBatch, redact: (text: string) => string): ListedBatch {
  const labels = [...new Set(records.flatMap(({ facts: { id } }) => id ?? []))].slice(0, MAX_LABELS);
  const first = records[0] && redact(endUrl(records[0].facts));
  return {
    ref: name,
    records: records.length,
    ok: records.filter(({ facts }) => facts.ok).length,
    bytes: records.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(first ? { first: first.length > MAX_URL ? `${first.slice(0, MAX_URL - 1)}…` : first } : {}),
    ...(labels.length > 0 ? { labels } : {}),
    ...(program ? { js: `${name}/js` } : {}),
  };
}
