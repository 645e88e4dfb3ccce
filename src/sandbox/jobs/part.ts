import { runFunction } from '../call-function.ts';
import { readPart, type PartQuestion, type ReadPart } from '../../result/read-part.ts';
import { readSources, type BodySource } from '../../result/store/read-source.ts';

export interface PartArgs extends PartQuestion {
  readonly sources: readonly BodySource[];
}

/** Reads a part of bodies that an earlier call has brought. */
export async function run({ sources, ...question }: PartArgs): Promise<ReadPart> {
  const bodies = await readSources(sources);
  return readPart(bodies, question, runFunction);
}
