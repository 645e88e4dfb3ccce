import { closest, distance } from 'fastest-levenshtein';
import { FUNCTION_NAMES, parametersOf, typesInWords } from './functions/signatures.ts';

/** What other languages call what is a function here, or is written in another way. */
const MEANT: Readonly<Record<string, string>> = {
  count: 'length(list)',
  len: 'length(list)',
  size: 'length(list)',
  strlen: 'length(text)',
  lowercase: 'lower(text)',
  tolowercase: 'lower(text)',
  to_lower: 'lower(text)',
  tolower: 'lower(text)',
  downcase: 'lower(text)',
  lcase: 'lower(text)',
  ascii_downcase: 'lower(text)',
  uppercase: 'upper(text)',
  touppercase: 'upper(text)',
  to_upper: 'upper(text)',
  toupper: 'upper(text)',
  upcase: 'upper(text)',
  ucase: 'upper(text)',
  ascii_upcase: 'upper(text)',
  filter: 'list[?condition]',
  select: 'list[?condition]',
  where: 'list[?condition]',
  find: 'list[?condition] | [0]',
  first: 'list[0]',
  head: 'list[0]',
  last: 'list[-1]',
  tail: 'list[-1]',
  limit: 'list[:5]',
  take: 'list[:5]',
  skip: 'list[5:]',
  flatten: 'list[]',
  flatmap: 'list[].key[]',
  flat_map: 'list[].key[]',
  not: '!condition',
  average: 'avg(list)',
  mean: 'avg(list)',
  add: 'sum(list)',
  total: 'sum(list)',
  number: 'to_number(text)',
  int: 'to_number(text)',
  float: 'to_number(text)',
  parseint: 'to_number(text)',
  parsefloat: 'to_number(text)',
  tonumber: 'to_number(text)',
  str: 'to_string(value)',
  string: 'to_string(value)',
  tostring: 'to_string(value)',
  tojson: 'to_string(value)',
  concat: "join('', [a, b])",
  entries: 'items(object)',
  to_entries: 'items(object)',
  from_entries: 'from_items(list)',
  fromentries: 'from_items(list)',
  substring: 'text[0:5]',
  substr: 'text[0:5]',
  slice: 'list[0:5]',
  includes: "contains(list, 'x')",
  has: "contains(keys(@), 'x')",
  exists: 'key != null',
  isnull: 'key == null',
  is_null: 'key == null',
  defined: 'key != null',
  coalesce: 'a || b',
  ifnull: 'a || b',
  if: 'condition ? this : that',
  iif: 'condition ? this : that',
  typeof: 'type(value)',
  indexof: "find_first(text, 'x')",
  index_of: "find_first(text, 'x')",
  distinct: 'keys(group_by(list, &key)), for texts',
  unique: 'keys(group_by(list, &key)), for texts',
  unique_by: 'keys(group_by(list, &key)), for texts',
  uniq: 'keys(group_by(list, &key)), for texts',
  any: 'length(list[?condition]) > `0`',
  some: 'length(list[?condition]) > `0`',
  round: 'floor(number + `0.5`)',
  json: 'no call: the body is read as JSON already',
  regex: "contains(text, 'x')",
  match: "contains(text, 'x')",
  matches: "contains(text, 'x')",
  regex_match: "contains(text, 'x')",
  test: "contains(text, 'x')",
  order_by: 'sort_by(list, &key)',
  orderby: 'sort_by(list, &key)',
  desc: 'reverse(sort_by(list, &key))',
  reduce: 'sum(list), join(text, list) or max_by(list, &key)',
};

/** What is said of a function that is not there. */
export function unknownFunction(name: string): string {
  const key = name.toLowerCase();
  const known = key.replaceAll('-', '_');
  const meant = Object.hasOwn(MEANT, key) ? MEANT[key] : undefined;
  if (meant !== undefined) return `there is no function ${name}(): write ${meant}`;
  const nearest = closest(known, [...FUNCTION_NAMES]);
  const isNear = distance(known, nearest) <= Math.max(1, Math.floor(nearest.length / 3));
  return `there is no function ${name}(): ${isNear ? `write ${callForm(nearest)}` : `there are ${FUNCTION_NAMES.join(', ')}`}`;
}

/** How a function is called: `sort_by(a list, &key)`. */
export function callForm(name: string): string {
  const parameters = parametersOf(name) ?? [];
  return `${name}(${parameters.map(({ types }) => (types.includes('&') ? '&key' : typesInWords(types))).join(', ')})`;
}

/** Functions of one value, and those of which one form is meant nearly always, by what they are of. */
const OF_LIST = /^(?:length|reverse|sum|avg|max|min|sort)$/;
const OF_LIST_AND_KEY = /^(?:sort|group|max|min)_by$/;
const OF_TEXT = /^(?:lower|upper|trim(?:_left|_right)?)$/;

/**
 * What a name reads like that is a function in JMESPath, or is called otherwise, with `list`, `text`, `object` or `value` in the
 * place of what it is of: `length(list)` of `items.length`.
 */
export function functionMeantBy(name: string): string | undefined {
  const key = name.toLowerCase();
  if (OF_LIST.test(key)) return `${key}(list)`;
  if (OF_LIST_AND_KEY.test(key)) return `${key}(list, &key)`;
  if (OF_TEXT.test(key)) return `${key}(text)`;
  if (key === 'keys') return 'keys(object)';
  if (key === 'join') return "join(', ', list)";
  if (key === 'contains') return "contains(list, 'x')";
  return Object.hasOwn(MEANT, key) ? MEANT[key] : undefined;
}
