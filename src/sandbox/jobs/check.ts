import { functionProblem, programProblem } from '../js/check.ts';

/** Texts of JavaScript, as they stand in the arguments of a call. */
export interface CheckArgs {
  /** A program over records, or a function of one body. */
  readonly texts: readonly { readonly text: string; readonly isProgram: boolean }[];
}

/** Compiles them, and runs nothing. @returns for each what is wrong with it, in words that can stand after its path */
export async function run({ texts }: CheckArgs): Promise<readonly (string | undefined)[]> {
  const problems: (string | undefined)[] = [];
  for (const { text, isProgram } of texts) problems.push(await (isProgram ? programProblem(text) : functionProblem(text)));
  return problems;
}
