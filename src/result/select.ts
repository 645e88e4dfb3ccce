/** A projection that gave nothing. The message says what is there instead. */
export class SelectError extends Error {
  override readonly name = 'SelectError';
}

/** Longer expressions are not written by people or models; repeated `[@,@][]` doubles the data each time. */
const MAX_EXPRESSION = 1_000;

/**
 * Picks from a JSON body.
 * @param wanted a JMESPath expression, or a list of paths such as `user.login`, applied to each item of an array
 * @throws {SelectError} if the expression is wrong, or nothing matched; it names the keys that are there
 */
export async function select(body: unknown, wanted: string | readonly string[]): Promise<unknown> {
  return typeof wanted === 'string' ? await byExpression(body, wanted) : byPaths(body, wanted);
}

async function byExpression(body: unknown, expression: string): Promise<unknown> {
  if (expression.length > MAX_EXPRESSION) {
    throw new SelectError(`select is ${expression.length} characters long; at most ${MAX_EXPRESSION} are taken`);
  }
  // Loaded when first needed: it costs 14 ms.
  const { search } = await import('@jmespath-community/jmespath');
  let selected: unknown;
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has been parsed from JSON
    selected = search(body as Parameters<typeof search>[0], expression);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SelectError(`select "${expression}" is not valid JMESPath: ${why}; the body is ${shape(body)}`, { cause: error });
  }
  // A null that is there is an answer; one that JMESPath made up is not.
  if ((selected ?? null) === null && !isThere(body, expression)) {
    throw new SelectError(`select "${expression}" matched nothing; the body is ${shape(body)}`);
  }
  return selected;
}

function isThere(body: unknown, expression: string): boolean {
  return /^[\w.]+$/.test(expression) && valueAt(body, expression.split('.')) === null;
}

function byPaths(body: unknown, paths: readonly string[]): unknown {
  const items: readonly unknown[] = Array.isArray(body) ? body : [body];
  const rows = items.map((item) => paths.map((path) => valueAt(item, path.split('.'))));
  const matched = rows.some((row) => row.some((value) => value !== undefined));
  if (!matched && items.length > 0) {
    throw new SelectError(`select [${paths.map((path) => JSON.stringify(path)).join(', ')}] matched nothing; the body is ${shape(body)}`);
  }
  const picked = rows.map((row) => Object.fromEntries(row.map((value, column) => [paths[column] ?? '', value ?? null])));
  return Array.isArray(body) ? picked : picked[0];
}

/** A key that holds the dots itself wins; an array in the middle is walked item by item unless the step is an index. */
function valueAt(value: unknown, steps: readonly string[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(value)) {
    if (/^\d+$/.test(step)) return valueAt(value[Number(step)], rest);
    const found = value.map((item) => valueAt(item, steps)).filter((item) => item !== undefined);
    return found.length > 0 ? found : undefined;
  }
  if (!isObject(value)) return undefined;
  const whole = steps.join('.');
  if (Object.hasOwn(value, whole)) return value[whole];
  return Object.hasOwn(value, step) ? valueAt(value[step], rest) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A body in a few words: what one must know to write the next expression. */
export function shape(body: unknown): string {
  if (Array.isArray(body)) {
    return body.length === 0 ? 'an empty array' : `an array of ${body.length}, the first ${shape(body[0])}`;
  }
  if (isObject(body)) {
    const keys = Object.keys(body);
    const more = keys.length > 20 ? ` and ${keys.length - 20} more` : '';
    return keys.length === 0 ? 'an empty object' : `an object with the keys ${keys.slice(0, 20).join(', ')}${more}`;
  }
  return body === null ? 'null' : `a ${typeof body}`;
}
