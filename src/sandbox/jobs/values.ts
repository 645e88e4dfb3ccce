import { runFunction } from '../call-function.ts';
import { readValues, type ReadValues, type ValuesQuestion } from '../../result/read-values.ts';
import { readSources, type BodySource } from '../../result/store/read-source.ts';

export interface ValuesArgs extends ValuesQuestion {
  readonly sources: readonly BodySource[];
}

/** Takes values for other requests' variables from bodies. */
export async function run({ sources, ...question }: ValuesArgs): Promise<ReadValues> {
  const bodies = await readSources(sources);
  return readValues(bodies, question, runFunction);
}
