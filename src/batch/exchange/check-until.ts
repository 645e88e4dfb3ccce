import { readCondition, type ConditionFacts, type ConditionQuestion } from '../../result/condition.ts';
import { isFunction } from '../../result/run-function.ts';
import type { Answer } from '../outcome/answer.ts';
import { functionRecord } from '../outcome/function-record.ts';
import { isInlineReading } from '../outcome/inline-reading.ts';
import { describeJobFailure, jobOptions, LIMIT_MS, readingOf, sourceOf, type BodyContext } from '../outcome/read-body.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';

/**
 * Looks whether the condition of a request holds for an answer: here if that is bounded to be quick, else in the sandbox.
 * What goes wrong means that it does not hold yet.
 * @throws the reason of `context.signal`
 */
export async function checkUntil(
  condition: string,
  answer: Answer,
  planned: PlannedRequest,
  context: BodyContext,
): Promise<ConditionFacts> {
  const wanted = readingFor(planned, answer, context.url);
  const reading = isFunction(condition) ? { ...wanted, record: functionRecord(planned, answer, context) } : wanted;
  const question: ConditionQuestion = { condition, reading };
  const { body } = answer;
  if (body.content && isInlineReading({ ...reading, select: condition }, body.bytes))
    return readCondition(body.content, question);
  try {
    const source = await sourceOf(body, context);
    return await context.sandbox.run('condition', { source, question }, jobOptions(context, LIMIT_MS));
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    return { holds: false, seen: `a body that ${describeJobFailure(error)}`, notes: [] };
  }
}

/** As its record reads it; a body that the record does not show, or shows as base64, like any other. */
function readingFor(planned: PlannedRequest, answer: Answer, url: string): ConditionQuestion['reading'] {
  const as = planned.as === 'none' || planned.as === 'base64' ? 'auto' : planned.as;
  return (
    readingOf({ ...planned, as, select: undefined }, answer, url) ?? {
      contentType: undefined,
      url,
      as,
      isLenient: false,
      select: undefined,
    }
  );
}
