import { runFunction } from '../call-function.ts';
import type { Reading } from '../../result/reading.ts';
import { writeBody, type BodyPurpose, type BodyWritten } from '../../result/save/write-body.ts';
import { readSources, type BodySource } from '../../result/store/read-source.ts';

export interface SaveArgs {
  /** One body, or the pages that are joined. */
  readonly sources: readonly BodySource[];
  readonly reading: Reading;
  readonly purpose: BodyPurpose;
}

/** Writes bodies as files are to have them. */
export async function run({ sources, reading, purpose }: SaveArgs): Promise<BodyWritten<BodyPurpose>> {
  const bodies = await readSources(sources);
  return writeBody(bodies, reading, purpose, runFunction);
}
