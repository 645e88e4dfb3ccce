import { isFunctionText } from './select/function-text.ts';
import { SelectError } from './select/select-error.ts';
import { shape } from './select/shape.ts';

/** A JavaScript function in the place of an expression, and what it is called with. */
export interface FunctionCall {
  /** The argument that it stands in, by which errors begin. */
  readonly name: string;
  readonly text: string;
  /** JSON. */
  readonly body: unknown;
  /** JSON of its second argument: `{headers, status, vars, url}`. */
  readonly record: string;
}

/** Calls such functions: in the sandbox alone. */
export type RunFunction = (
  call: FunctionCall,
) => Promise<
  { readonly notes: readonly string[] } & ({ readonly json: string } | { readonly nothing: true } | { readonly error: string })
>;

/** Whether what stands in the place of an expression is a function. */
export function isFunction(expression: string | readonly string[] | undefined): expression is string {
  return typeof expression === 'string' && isFunctionText(expression);
}

/**
 * What a function makes of a body.
 * @throws {SelectError} if it fails, or gives undefined: that is nothing
 */
export async function callFunction(
  call: FunctionCall,
  runFunction: RunFunction | undefined,
): Promise<{ readonly value: unknown; readonly notes: readonly string[] }> {
  if (!runFunction) throw new Error('Functions are called in the sandbox');
  const outcome = await runFunction(call);
  if ('error' in outcome) throw new SelectError(outcome.error);
  if ('nothing' in outcome) {
    const message = `${call.name} gave undefined: it matched nothing; the body is ${shape(call.body)}`;
    throw new SelectError(message, { isNothing: true });
  }
  const value: unknown = JSON.parse(outcome.json);
  return { value, notes: outcome.notes };
}
