import { LRUCache } from 'lru-cache';
import { parseSelect, type Selection } from './select.ts';
import { selectionCost, type SelectionCost } from './selection-cost.ts';

/** A selection that has been read and judged, or what is wrong with it in words that begin with `select`. */
export type KnownSelection = { readonly selection: Selection; readonly cost: SelectionCost } | { readonly problem: string };

/** Characters of all selections that are kept. One of a thousand takes up to half a MiB when it has been read. */
const MAX_KEPT = 50_000;

/** The selections that were read last: the requests of a template, and the pages of a list, have the same. */
const KNOWN = new LRUCache<string, KnownSelection>({ max: 500, maxSize: MAX_KEPT, sizeCalculation: (_, key) => key.length + 1 });

/**
 * Reads and judges a selection; the same one only once.
 * @param spec a JMESPath expression, or a list of paths
 */
export function knownSelection(spec: string | readonly string[]): KnownSelection {
  const key = typeof spec === 'string' ? spec : keyOf(spec);
  const known = KNOWN.get(key);
  if (known) return known;
  const made = judge(spec);
  if (key.length < MAX_KEPT) KNOWN.set(key, made);
  return made;
}

const keys = new WeakMap<readonly string[], string>();

/** The requests of a call have one list, which is looked up several times for each. */
function keyOf(paths: readonly string[]): string {
  let key = keys.get(paths);
  if (key === undefined) keys.set(paths, (key = JSON.stringify(paths)));
  return key;
}

function judge(spec: string | readonly string[]): KnownSelection {
  const selection = parseSelect(spec);
  if ('problem' in selection) return selection;
  const cost = selectionCost(selection);
  return cost.problem === undefined ? { selection, cost } : { problem: cost.problem };
}
