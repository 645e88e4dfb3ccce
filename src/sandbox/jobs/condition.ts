import { runFunction } from '../call-function.ts';
import { readCondition, type ConditionFacts, type ConditionQuestion } from '../../result/condition.ts';
import { readSource, type BodySource } from '../../result/store/read-source.ts';

export interface ConditionArgs {
  readonly source: BodySource;
  readonly question: ConditionQuestion;
}

/** Looks whether a condition holds for a body. */
export async function run({ source, question }: ConditionArgs): Promise<ConditionFacts> {
  return readCondition(await readSource(source), question, runFunction);
}
