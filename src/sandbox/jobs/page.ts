import { runFunction } from '../call-function.ts';
import { readPageOutcome, type PageOutcome, type PageQuestion } from '../../result/page-facts.ts';
import { readSource, type BodySource } from '../../result/store/read-source.ts';

export interface PageArgs {
  readonly source: BodySource;
  readonly question: PageQuestion;
}

/** Reads a page of several as far as following it takes. */
export async function run({ source, question }: PageArgs): Promise<PageOutcome> {
  return readPageOutcome(await readSource(source), question, runFunction);
}
