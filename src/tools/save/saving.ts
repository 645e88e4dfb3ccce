import { orPlainPage } from '../../batch/outcome/plain-page.ts';
import { describeJobFailure } from '../../batch/outcome/read-body.ts';
import type { Redactor } from '../../http/secrets/redact.ts';
import type { Reading } from '../../result/reading.ts';
import type { BodyPurpose, BodyWritten } from '../../result/save/write-body.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import type { StoredContext } from '../read/read-one.ts';
import { sourcesOfRecord } from '../read/reading-again.ts';
import type { ToolContext } from '../tool.ts';
import type { SaveNotes } from './save-notes.ts';

/** What saving works with. */
export interface Saving extends StoredContext {
  readonly redactor: Redactor;
  readonly progress: ToolContext['progress'];
  readonly notes: SaveNotes;
}

/** Milliseconds that writing a body may take in the sandbox. */
const LIMIT_MS = 10_000;

/** Why a body is not there: the end of a sentence about records. */
export const DROPPED = 'the body is not kept (any more): --store-bytes; run the request again';

/**
 * Has the body of a record written in the sandbox.
 * @returns why that cannot be, if it cannot
 * @throws the reason of the signal
 */
export async function writeRecord<P extends BodyPurpose>(
  record: KeptRecord,
  reading: Reading,
  purpose: P,
  { results, sandbox, signal }: Pick<Saving, 'results' | 'sandbox' | 'signal'>,
): Promise<BodyWritten<P>> {
  const sources = await sourcesOfRecord(record, results.bodies);
  if (!sources) return { unwritten: DROPPED };
  const ask = (how: Reading): Promise<BodyWritten<P>> => {
    const written = sandbox.run('save', { sources, reading: how, purpose }, { owner: signal, signal, limitMs: LIMIT_MS });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a job answers a purpose with what is for it
    return written as Promise<BodyWritten<P>>;
  };
  try {
    return await orPlainPage(reading, signal, ask);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return { unwritten: `the body ${describeJobFailure(error)}` };
  }
}
