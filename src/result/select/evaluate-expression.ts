import type { Expression } from './expression.ts';
import type { Program } from './jmespath/compile.ts';
import { observe, type Observations } from './jmespath/observations.ts';
import { EvaluationError, LimitError, type Limits, Run } from './jmespath/run.ts';
import { deepSize } from './jmespath/size.ts';
import { isRecord } from './jmespath/values.ts';
import { insteadInWords } from './instead.ts';
import { type Evaluated, SelectError } from './select-error.ts';
import { quoted, shape } from './shape.ts';

interface Outcome {
  readonly value: unknown;
  readonly observed: Observations;
  readonly stepsLeft: number;
}

/**
 * Evaluates an expression on a JSON body.
 * @throws {SelectError} in words that name what is there, if it cannot be evaluated on this body or takes too much
 */
export function evaluateExpression(expression: Expression, body: unknown, limits: Limits): Evaluated {
  const { text, projector } = expression;
  const plain = projector?.(body);
  if (plain !== undefined && deepSize(plain, limits.bytes) <= limits.bytes) {
    return { value: plain, notes: [], found: undefined, absent: [], missing: undefined, isNothing: false };
  }
  try {
    const { value, observed } = evaluated(expression, body, limits);
    if (deepSize(value, limits.bytes) > limits.bytes) {
      throw new LimitError(`the result would be over ${Math.round(limits.bytes / 2 ** 20)} MiB or nested too deeply; pick less`);
    }
    const { found, absent, isAnyThere, notes } = observed;
    const isNothing = absent.length > 0 && !isAnyThere && isHollow(value);
    const isEmpty = Array.isArray(value) && value.length === 0;
    const begin =
      isEmpty && notes.length > 0 ? `select "${quoted(text)}" gave an empty list; the body is ${shape(body)}; ` : 'select: ';
    return {
      value: value ?? null,
      notes: [...expression.notes, ...notes.map((note, nth) => (nth === 0 ? begin : 'select: ') + note)],
      found,
      absent,
      missing: missingWords(text, observed, isNothing, isEmpty),
      isNothing,
    };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const described = error.message.includes('the body is') ? '' : `; the body is ${shape(body)}`;
    const message = `select "${quoted(text)}" failed: ${error.message}${described}`;
    throw new SelectError(message, { cause: error, isOverLimit: error instanceof LimitError });
  }
}

/** What is said of what is absent. */
function missingWords(text: string, { absent, instead }: Observations, isNothing: boolean, isEmpty: boolean): string | undefined {
  if (absent.length === 0) return undefined;
  const words = insteadInWords(instead);
  if (isNothing) return `select "${quoted(text)}" matched nothing; ${words}`;
  const paths = quoted(absent.join(', '));
  return `select "${quoted(text)}" ${isEmpty ? 'gave an empty list' : 'lacks something'}: there is no ${paths}; ${words}`;
}

/** `a-b` is a key where there is one of that name, else a subtraction if that can be done. */
function evaluated(expression: Expression, body: unknown, { steps }: Limits): Outcome {
  const subtracting = expression.subtracting();
  if (!subtracting) return run(expression.program(), body, steps);
  const asKey = attempt(expression.program(), body, steps);
  if ('value' in asKey && asKey.observed.hasDashedKey) return asKey;
  const left = 'value' in asKey ? asKey.stepsLeft : steps;
  const asDifference = attempt(subtracting, body, left);
  if ('value' in asDifference && asDifference.observed.absent.length === 0) return asDifference;
  if ('value' in asKey) return asKey;
  throw asKey;
}

function attempt(program: Program, body: unknown, steps: number): Outcome | EvaluationError {
  try {
    return run(program, body, steps);
  } catch (error) {
    if (error instanceof EvaluationError) return error;
    throw error;
  }
}

function run({ evaluate, spots }: Program, body: unknown, steps: number): Outcome {
  const running = new Run(body, spots.length, steps);
  const value = evaluate(body, running);
  return { value, observed: observe(spots, running), stepsLeft: running.stepsLeft };
}

/** Whether a value has nothing but nulls in what an expression has built. */
function isHollow(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length > 0 && value.every(isHollow);
  return isRecord(value) && Object.keys(value).length > 0 && Object.values(value).every(isHollow);
}
