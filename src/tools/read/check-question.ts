import { InvalidCall } from '../../batch/args/problems.ts';
import { expressionProblems, type WrittenExpression } from '../../batch/plan/expressions.ts';
import { extractProblems } from '../../batch/plan/extract-problems.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { checkIn } from '../check-programs.ts';
import { UsageError } from '../usage-error.ts';
import type { ReadArgs } from './read-schema.ts';

/**
 * Parses what is to be made of bodies before any is read.
 * @throws {UsageError} naming what cannot be parsed
 */
export async function checkQuestion(
  { js, select, extract }: Pick<ReadArgs, 'js' | 'select' | 'extract'>,
  { sandbox, signal }: { readonly sandbox: Sandbox; readonly signal: AbortSignal },
): Promise<void> {
  const written: WrittenExpression[] = [
    ...(select === undefined ? [] : [{ path: 'select', expression: select }]),
    ...(js === undefined ? [] : [{ path: 'js', expression: js, isProgram: true }]),
  ];
  const problems = [
    ...(await expressionProblems(written, checkIn(sandbox, signal))),
    ...(extract === undefined ? [] : await extractProblems({ extract }, [])),
  ];
  if (problems.length > 0) throw new UsageError(new InvalidCall(problems).message);
}
