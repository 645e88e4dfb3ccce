import { PROGRAM_REF } from '../../batch/program/kept-value.ts';
import { UnknownRef, type KeptBatch, type KeptRecord, type ResultStore } from '../../result/store/result-store.ts';

const PREFIX = /^fetch-many:\/\/results\//;
/** Labels that an error names. */
const MAX_LABELS = 10;

/** What a ref stands for: one record, or several of one batch. */
export type Found =
  | { readonly kind: 'one'; readonly ref: string; readonly record: KeptRecord }
  | { readonly kind: 'several'; readonly ref: string; readonly batch: KeptBatch; readonly records: readonly KeptRecord[] };

/**
 * Finds what a ref names: `b7f3k2mq9/5`, the whole batch `b7f3k2mq9`, those from 11 to 20 `b7f3k2mq9/11..20`, those of one
 * label `b7f3k2mq9/posts`, or the value of its program `b7f3k2mq9/js`. It may be written as the URI of a resource.
 * @throws {UnknownRef} if there is no such batch or record (any more)
 */
export function findRecords(given: string, results: ResultStore): Found {
  const ref = given.trim().replace(PREFIX, '');
  const [name = '', ...rest] = ref.split('/');
  const which = rest.join('/');
  const batch = results.batch(name.toLowerCase(), ref);
  const { records, program } = batch;
  if (which === '') return { kind: 'several', ref, batch, records };
  if (/^\d+$/.test(which)) {
    const record = records.find(({ facts: { i } }) => i === Number(which));
    if (record) return { kind: 'one', ref, record };
  }
  if (which === PROGRAM_REF && program) return { kind: 'one', ref, record: program };
  const range = /^(\d+)(?:\.\.|-)(\d+)$/.exec(which);
  const found = range
    ? records.filter(({ facts: { i } }) => i >= Number(range[1]) && i <= Number(range[2]))
    : records.filter(({ facts: { id } }) => id !== null && id === which);
  if (found.length > 0) return { kind: 'several', ref, batch, records: found };
  throw new UnknownRef(`"${ref.slice(0, 50)}" names no record: ${describe(batch)}`);
}

/** What is said where offset and limit leave no record. @param count of those that the ref names */
export function noneLeft({ offset, limit }: Readonly<Record<'offset' | 'limit', number>>, count: number): string {
  const none = limit === 0 && offset < count ? '"limit": 0 takes none' : `none from offset ${offset} on`;
  return `there ${count === 1 ? 'is 1 record' : `are ${count} records`}, and ${none}`;
}

function describe({ name, records }: KeptBatch): string {
  const labels = [...new Set(records.flatMap(({ facts: { id } }) => id ?? []))];
  const shown = labels.slice(0, MAX_LABELS).map((label) => `"${name}/${label}"`);
  const labelled = labels.length === 0 ? '' : `, by label ${shown.join(', ')}${labels.length > MAX_LABELS ? ', ...' : ''}`;
  const last = records.at(-1)?.facts.i ?? 0;
  const some = last > 0 ? `, several of them "${name}/0..${last}"` : '';
  return `${name} has ${records.length}, "${name}/0" to "${name}/${last}"${some}${labelled}`;
}
