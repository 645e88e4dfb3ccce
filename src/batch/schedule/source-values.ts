import { valueKey, type ExtractedValue } from '../outcome/extracted-values.ts';
import { uniqueOrigins, type Provenance, type ValueOrigin } from '../plan/provenance.ts';
import { isSourceGroup, type SourceGroup } from '../plan/read-vars.ts';
import type { ValueSource } from '../plan/value-source.ts';
import { listedRows, productRows, type Rows } from '../plan/rows.ts';
import { isMap, type Row } from '../plan/variable-value.ts';
import type { ItemNode, RequestNode } from './request-node.ts';
import { rowsSelect } from './rows-select.ts';

type Failure = Extract<ExtractedValue, { error: string }>;
type Extracted = Exclude<ExtractedValue, Failure>;

/** What an item's sources come to: its rows and where they come from, why there are none, or that nothing is to be sent. */
export type SourceValues =
  | { readonly rows: Rows; readonly provenance: Provenance }
  | { readonly failure: Failure }
  | { readonly empty: ValueSource; readonly note: string | undefined };

/** Puts the values that requests have brought in the place of an item's `{"from": ...}`. */
export function gatherValues({ item, place }: Pick<ItemNode, 'item' | 'place'>, from: readonly RequestNode[]): SourceValues {
  const factors: Rows[] = [];
  const provenance = new Map<string, readonly ValueOrigin[]>();
  for (const factor of item.factors ?? []) {
    if (!isSourceGroup(factor)) {
      factors.push(factor);
      continue;
    }
    const gathered = gatherGroup(factor, place, from, item.at);
    if (!('rows' in gathered)) return gathered;
    factors.push(gathered.rows);
    for (const [name, origins] of gathered.provenance) provenance.set(name, origins);
  }
  return { rows: productRows(factors), provenance };
}

/** Variables of one source advance together, in each of its requests for itself. */
function gatherGroup({ from: id, sources }: SourceGroup, place: number, from: readonly RequestNode[], at: string): SourceValues {
  const rows: Row[] = [];
  const origins: ValueOrigin[] = [];
  let length = 0;
  let note: string | undefined;
  for (const node of from) {
    if (node.itemNode.item.id !== id) continue;
    const columns: Extracted[] = [];
    for (const source of sources) {
      const extracted = node.extracted?.get(valueKey(place, source));
      if (extracted && 'error' in extracted) return { failure: extracted };
      if (extracted) columns.push(extracted);
    }
    const [first] = columns;
    if (!first) continue;
    if (columns.some(({ of, isUneven }) => of !== first.of || isUneven === true))
      return { failure: unequal(id, sources, columns, at) };
    note ??= columns.flatMap(({ notes = [] }) => notes)[0];
    length += first.of;
    for (const index of first.values.keys()) rows.push(rowAt(sources, columns, index));
    // What a request was made of has chosen its answer, too.
    origins.push(...columns.flatMap(({ by }) => by), ...[...(node.planned?.provenance?.values() ?? [])].flat());
  }
  const [source] = sources;
  if (length === 0 && source) return { empty: source, note };
  const listed = listedRows(rows, length);
  const all = uniqueOrigins(origins);
  return { rows: listed, provenance: new Map(Array.from(listed.names, (name) => [name, all])) };
}

function rowAt(sources: readonly ValueSource[], columns: readonly Extracted[], index: number): Row {
  const [whole] = sources;
  if (sources.length === 1 && whole?.variable === undefined) {
    // Taken as it is: copies of a thousand wide ones hold the process for a second.
    const value = columns[0]?.values[index];
    return isMap(value) ? value : {};
  }
  const entries = sources.flatMap(({ variable }, nth): (readonly [string, unknown])[] => {
    const value = columns[nth]?.values[index] ?? null;
    if (variable !== undefined) return [[variable, value]];
    return isMap(value) ? Object.entries(value) : [];
  });
  return Object.fromEntries(entries);
}

function unequal(id: string, sources: readonly ValueSource[], columns: readonly Extracted[], at: string): Failure {
  const names = sources.map(({ variable }) => variable ?? '');
  const counts = columns.map(({ of }) => of);
  const uneven = new Set(counts).size > 1 ? '' : ' that are not of the same items';
  const rows = `{"from": ${JSON.stringify(id)}, "select": ${JSON.stringify(rowsSelect(sources))}}`;
  const error =
    `${at}.vars: ${names.join(' and ')} come from "${id}" and advance together, but have ${counts.join(' and ')} values${uneven} ` +
    `(JMESPath leaves out nulls in [].x); take rows: ${rows}`;
  return { outcome: 'invalid', error };
}
