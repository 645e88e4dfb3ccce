import { withRecord } from '../../batch/outcome/function-record.ts';
import type { Reading } from '../../result/reading.ts';
import { endUrl } from '../../result/record-facts.ts';
import type { BodySource } from '../../result/store/read-source.ts';
import { findSources } from '../../result/store/find-sources.ts';
import type { BodyStore } from '../../result/store/body-store.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import { isUnread } from './record-again.ts';

/** How bodies are to be read now, where that is not as in their call. */
export interface ReadingAgain {
  readonly as?: Reading['as'] | undefined;
  readonly extract?: Reading['extract'];
  readonly select?: Reading['select'];
}

/**
 * As the call has read a body, with what is given now in the place of what the call had. A form or extract of its own leaves
 * out what the call has selected from another. What could not be read as the call wanted is read as it is.
 */
export function readingAgain(
  record: Pick<KeptRecord, 'facts' | 'headers' | 'reading'>,
  reading: Reading,
  { as, extract, select }: ReadingAgain,
): Reading {
  const now = withRecord({ ...reading, select, isAbsentNull: false }, () => recordOf(record));
  if (extract !== undefined) return { ...now, as: as ?? reading.as, extract, isLenient: false };
  if (as !== undefined) return { ...now, as, extract: undefined, isLenient: false };
  if (select !== undefined) return { ...now, isLenient: false };
  return isUnread(record) ? { ...now, extract: undefined, isLenient: true } : reading;
}

/** What functions are told of a record. */
function recordOf({ facts, headers }: Pick<KeptRecord, 'facts' | 'headers'>): string {
  const { status, vars } = facts;
  return JSON.stringify({ headers: headers?.() ?? {}, status, vars, url: endUrl(facts) });
}

/** Where the bodies of a record are; undefined if one of them has been dropped, or was never kept. */
export async function sourcesOfRecord({ keys, bytes }: KeptRecord, bodies: BodyStore): Promise<BodySource[] | undefined> {
  return keys.length === 0 && bytes > 0
    ? undefined
    : findSources(
        keys.map((key) => ({ key })),
        bodies,
      );
}

/** Why a body cannot be read any more. */
export function describeDropped(ref: string, { keys }: KeptRecord): string {
  const why = keys.length === 0 ? 'could not be kept' : 'has been dropped to make room for newer ones';
  return `the body of ${ref} ${why} (--store-bytes); run the request again`;
}
