import { evaluate } from './select/select.ts';
import { limitsFor } from './select/jmespath/run.ts';
import { type Evaluated, SelectError } from './select/select-error.ts';
import { knownSelection } from './select/selections.ts';
import { shape } from './select/shape.ts';

/** What a selection gave of a body where something of it is there. */
export interface Selected {
  readonly value: unknown;
  /** What looks wrong though it is not an error. */
  readonly notes: readonly string[];
}

/**
 * Selects from a JSON body.
 * @param wanted a JMESPath expression, or a list of paths such as `user.login`
 * @param bytes of the body as it came
 * @throws {SelectError} if the selection is wrong, takes too much, or nothing of it is there; it names the keys that are
 */
export function selectFrom(body: unknown, wanted: string | readonly string[], bytes: number): Selected {
  const { value, notes, missing, isNothing } = evaluateOn(body, wanted, bytes);
  if (isNothing) throw new SelectError(missing ?? 'nothing is there', { isNothing: true });
  return { value, notes: missing === undefined ? notes : [missing, ...notes] };
}

/**
 * The same for a caller that decides what becomes of keys that are not there: where nothing is, the value is null, or an
 * object or list of nulls.
 * @throws {SelectError} if the selection is wrong or takes too much
 */
export function evaluateOn(body: unknown, wanted: string | readonly string[], bytes: number): Evaluated {
  const known = knownSelection(wanted);
  if ('problem' in known) throw new SelectError(`${known.problem}; the body is ${shape(body)}`);
  return evaluate(known.selection, body, limitsFor(bytes));
}

/** What is said of a selection, said of the argument that it is, such as `until`. */
export function saidOf(argument: string, said: string): string {
  return said.replace(/^select(?=[ :])/, argument);
}

/** Whether a selection of a body of so many bytes takes no more than some milliseconds. */
export function isQuickSelection(wanted: string | readonly string[], bytes: number): boolean {
  const known = knownSelection(wanted);
  return 'problem' in known || bytes <= known.cost.maxInlineBytes;
}
