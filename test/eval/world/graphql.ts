/** A field of a query: its name, the key of its answer, its arguments and what is wanted of it. */
interface Field {
  readonly name: string;
  readonly key: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly fields: readonly Field[];
}

/** An error of GraphQL, with the key of the field at which it happened. */
interface GraphqlError {
  readonly type: string;
  readonly message: string;
  readonly path?: readonly string[];
}

/** Finds what a field at the top stands for; an error has no data. */
export type Resolve = (name: string, args: Readonly<Record<string, unknown>>) => object | GraphqlError;

/**
 * Answers one query: fields, aliases, arguments and variables of GraphQL, which is all that people send by hand. What it
 * cannot read is an error without data, as the specification has it (section 7.1).
 */
export function execute(query: string, variables: Readonly<Record<string, unknown>>, resolve: Resolve): object {
  const errors: GraphqlError[] = [];
  try {
    const data = Object.fromEntries(
      parse(query, variables).map(({ name, key, args, fields }) => {
        const found = resolve(name, args);
        if (isError(found)) errors.push({ ...found, path: [key] });
        return [key, isError(found) ? null : project(found, fields, name)];
      }),
    );
    return errors.length > 0 ? { data, errors } : { data };
  } catch (error) {
    return { errors: [{ type: 'BAD_QUERY', message: error instanceof Error ? error.message : String(error) }] };
  }
}

function isError(value: object): value is GraphqlError {
  return 'type' in value && 'message' in value;
}

function project(value: object, fields: readonly Field[], parent: string): object {
  if (fields.length === 0) throw new Error(`Field "${parent}" must have a selection of subfields`);
  return Object.fromEntries(
    fields.map(({ name, key, fields: inner }) => {
      if (!Object.hasOwn(value, name)) throw new Error(`Field "${name}" doesn't exist on "${parent}"`);
      const member: unknown = Reflect.get(value, name);
      return [key, typeof member === 'object' && member !== null ? project(member, inner, name) : member];
    }),
  );
}

function parse(query: string, variables: Readonly<Record<string, unknown>>): Field[] {
  const tokens: readonly string[] =
    query.replaceAll(/#.*/g, '').match(/"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*|-?\d+(?:\.\d+)?|[!$():=@[\]{|}]|\.{3}/g) ?? [];
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  const expect = (wanted: string): void => {
    const found = next();
    if (found !== wanted) throw new Error(`Expected "${wanted}", found "${found}"`);
  };
  const value = (): unknown => {
    const text = next();
    if (text !== '$') return JSON.parse(text);
    const name = next();
    if (variables[name] === undefined) throw new Error(`Variable $${name} of required type was not provided`);
    return variables[name];
  };
  const args = (): Record<string, unknown> => {
    const found: Record<string, unknown> = {};
    if (tokens[at] !== '(') return found;
    for (next(); tokens[at] !== ')';) {
      const name = next();
      expect(':');
      found[name] = value();
    }
    next();
    return found;
  };
  const selection = (): Field[] => {
    const found: Field[] = [];
    if (tokens[at] !== '{') return found;
    for (next(); tokens[at] !== '}';) {
      const first = next();
      if (!/^\w+$/.test(first)) throw new Error(`Expected a name, found "${first}"`);
      const isAlias = tokens[at] === ':';
      if (isAlias) next();
      const name = isAlias ? next() : first;
      found.push({ key: first, name, args: args(), fields: selection() });
    }
    next();
    return found;
  };
  if (tokens[0] === 'mutation' || tokens.includes('...')) throw new Error('Only queries without fragments are supported');
  // The head of an operation declares its variables, whose types nobody checks here.
  if (tokens[0] === 'query') at = tokens.indexOf('{');
  const fields = selection();
  if (fields.length === 0 || at < tokens.length) throw new Error('Expected one operation with a selection');
  return fields;
}
