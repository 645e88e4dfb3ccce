/** A type that an argument may have: a type of JSON, an expression with &, or a list of one type. */
export type ArgumentType = 'any' | 'number' | 'string' | 'array' | 'object' | '&' | 'numbers' | 'strings' | 'pairs';

/** What a function takes in one place. */
export interface Parameter {
  readonly types: readonly ArgumentType[];
  readonly optional: boolean;
  /** Stands for any further arguments, too. */
  readonly repeats: boolean;
}

/** The functions and what they take: `?` may be left out, `...` is repeated. */
const SIGNATURES: Readonly<Record<string, string>> = {
  abs: 'number',
  avg: 'numbers',
  ceil: 'number',
  contains: 'string|array any',
  ends_with: 'string string',
  find_first: 'string string number? number?',
  find_last: 'string string number? number?',
  floor: 'number',
  from_items: 'pairs',
  group_by: 'array &',
  items: 'object',
  join: 'string strings',
  keys: 'object',
  length: 'string|array|object',
  lower: 'string',
  map: '& array',
  max: 'numbers|strings',
  max_by: 'array &',
  merge: 'object...',
  min: 'numbers|strings',
  min_by: 'array &',
  not_null: 'any...',
  pad_left: 'string number string?',
  pad_right: 'string number string?',
  replace: 'string string string number?',
  reverse: 'string|array',
  sort: 'strings|numbers',
  sort_by: 'array &',
  split: 'string string number?',
  starts_with: 'string string',
  sum: 'numbers',
  to_array: 'any',
  to_number: 'any',
  to_string: 'any',
  trim: 'string string?',
  trim_left: 'string string?',
  trim_right: 'string string?',
  type: 'any',
  upper: 'string',
  values: 'object',
  zip: 'array...',
};

/** The names of all functions, in alphabetical order. */
export const FUNCTION_NAMES: readonly string[] = Object.keys(SIGNATURES);

/** What a function takes; undefined if there is none of the name. */
export function parametersOf(name: string): readonly Parameter[] | undefined {
  if (!Object.hasOwn(SIGNATURES, name)) return undefined;
  return (SIGNATURES[name] ?? '').split(' ').map((written) => {
    const types = written.replace(/\?$|\.\.\.$/, '').split('|');
    return {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they are written above
      types: types as ArgumentType[],
      optional: written.endsWith('?'),
      repeats: written.endsWith('...'),
    };
  });
}

const PLURALS: Readonly<Partial<Record<ArgumentType, string>>> = {
  array: 'a list',
  object: 'an object',
  string: 'a text',
  number: 'a number',
  numbers: 'a list of numbers',
  strings: 'a list of texts',
  pairs: 'a list of [key, value]',
  '&': 'an expression with &',
};

/** Types in words: `a text or a list`. */
export function typesInWords(types: readonly ArgumentType[]): string {
  return types.map((type) => PLURALS[type] ?? 'a value').join(' or ');
}
