import { RequestFailure } from '../../request-failure.ts';
import { readPageOutcome, type PageFacts, type PageQuestion } from '../../result/page-facts.ts';
import { SelectError } from '../../result/select/select-error.ts';
import type { Paginate } from '../args/schema.ts';
import type { HeldBody } from '../outcome/answer.ts';
import { isInlineReading } from '../outcome/inline-reading.ts';
import { describeJobFailure, jobOptions, LIMIT_MS, sourceOf, type BodyContext } from '../outcome/read-body.ts';
import { expressionOf, type PageMode } from './page-mode.ts';

/**
 * Reads a page as far as following it takes: here if that is bounded to be quick, else in the sandbox.
 * @throws {RequestFailure} `decode` if it is not JSON
 * @throws {SelectError} if an expression of `paginate` is wrong
 * @throws the reason of `context.signal`
 */
export async function readPage(
  body: HeldBody,
  contentType: string | undefined,
  { paginate, extract }: { readonly paginate: Paginate; readonly extract: unknown },
  mode: PageMode,
  context: BodyContext,
  url: string,
  record: string | undefined,
): Promise<PageFacts> {
  const told = record === undefined ? {} : { record };
  const reading = { contentType, url, as: 'json' as const, isLenient: false, extract, select: undefined, ...told };
  const question: PageQuestion = { reading, items: paginate.items, next: expressionOf(mode) };
  const outcome = await ask(body, question, context);
  if (!('outcome' in outcome)) return outcome;
  if (outcome.outcome === 'select_error') throw new SelectError(outcome.message);
  throw new RequestFailure({ outcome: 'decode', message: outcome.message });
}

async function ask(body: HeldBody, question: PageQuestion, context: BodyContext): ReturnType<typeof readPageOutcome> {
  const isInline = [question.items, question.next].every((select) =>
    isInlineReading({ ...question.reading, select }, body.bytes),
  );
  if (body.content && isInline) return readPageOutcome(body.content, question);
  try {
    const source = await sourceOf(body, context);
    return await context.sandbox.run('page', { source, question }, jobOptions(context, LIMIT_MS));
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    return { outcome: 'decode', message: `the page ${describeJobFailure(error)}` };
  }
}
