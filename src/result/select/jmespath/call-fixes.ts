import { ExpressionProblem, type Fix } from './expression-problem.ts';
import { asTexts } from './hint.ts';
import type { Call, Node } from './syntax.ts';

/** A path before a dot, at the end of a text. */
const RECEIVER = /(?:^|[\s([{,:|&!?])((?:@|\$|\w+|"[^"]*")(?:\.\w+|\[\d*\])*)\.$/;
/** Methods of JavaScript with one argument, and the functions that they are here. */
const METHODS: Readonly<Record<string, string>> = {
  contains: 'contains',
  includes: 'contains',
  startswith: 'starts_with',
  starts_with: 'starts_with',
  endswith: 'ends_with',
  ends_with: 'ends_with',
  split: 'split',
  indexof: 'find_first',
};
const WITHOUT_ARGUMENTS: Readonly<Record<string, string>> = { tolowercase: 'lower', touppercase: 'upper', tostring: 'to_string' };
const BY_KEY = new Set(['sort_by', 'max_by', 'min_by', 'group_by']);

/** What is meant by a call with too few or too many arguments. */
export function countFixes(call: Call, text: string): readonly Fix[] {
  const { name, args, at } = call;
  const [only, second] = args;
  if (!only) return methodFix(call, text, name);
  const key = text.slice(only.at, only.end).replace(/^&/, '');
  if (args.length === 1 && (BY_KEY.has(name) || name === 'map') && !text.slice(0, at).endsWith('].')) {
    const from = text.charAt(only.at - 1) === '.' ? only.at - 1 : only.at;
    return [{ from, to: only.end, text: name === 'map' ? `&${key}, @` : `@, &${key}` }];
  }
  if (args.length === 1) return oneArgumentFix(call, text);
  if (name === 'sort' && second?.kind === 'reference') return [{ from: at, to: at + name.length, text: 'sort_by' }];
  const last = args.at(-1);
  if (!['sum', 'avg', 'max', 'min'].includes(name) || !last) return [];
  return [
    { from: only.at, to: only.at, text: '[' },
    { from: last.end, to: last.end, text: ']' },
  ];
}

/** `items.length()` as `length(items)`, if what stands before is a plain path. */
function methodFix({ at, end }: Call, text: string, name: string): readonly Fix[] {
  const path = RECEIVER.exec(text.slice(0, at))?.[1];
  return path === undefined ? [] : [{ from: at - path.length - 1, to: end, text: `${name}(${path})` }];
}

/** `name.startsWith('A')` as `starts_with(name, 'A')`. */
function oneArgumentFix({ name, args, at, end }: Call, text: string): readonly Fix[] {
  const path = RECEIVER.exec(text.slice(0, at))?.[1];
  const key = name.toLowerCase();
  const [only] = args;
  const meant = Object.hasOwn(METHODS, key) ? METHODS[key] : undefined;
  if (path === undefined || meant === undefined || !only) return [];
  return [{ from: at - path.length - 1, to: end, text: `${meant}(${path}, ${asTexts(text.slice(only.at, only.end))})` }];
}

/** What is meant by a function that is not there, where it can be put in its place: `select`, `filter`, `not`, methods. */
export function callFixes(call: Call, text: string): readonly Fix[] {
  const { name, args, at, end } = call;
  const [only, more] = args;
  const key = name.toLowerCase();
  const meant = Object.hasOwn(WITHOUT_ARGUMENTS, key) ? WITHOUT_ARGUMENTS[key] : undefined;
  if (!only && meant !== undefined) return methodFix(call, text, meant);
  if (!only || more) return [];
  const written = text.slice(only.at, only.end);
  if (key === 'not') return [{ from: at, to: end, text: `!(${written})` }];
  if (!['select', 'filter', 'where'].includes(key)) return oneArgumentFix(call, text);
  // `.items[] | select(.id == "x") | .name`, as jq has it: items[?id == 'x'].name
  const before = /(\[\*?\])?\s*(\||\.)\s*$/.exec(text.slice(0, at));
  if (!before) return [];
  const after = /^\s*\|\s*(?=\.\w)/.exec(text.slice(end))?.[0].length ?? 0;
  const condition = written
    .replaceAll(/(^|[\s(!&|])\.(?=\w)/g, '$1')
    .replaceAll(/([=!]=\s*)("[^"']*")/g, (_, operator, value) => `${String(operator)}${asTexts(String(value))}`);
  return [{ from: before.index, to: end + after, text: `[?${condition}]` }];
}

/** An argument that lacks its &. */
export function lackingReference({ name }: Call, arg: Node, text: string): ExpressionProblem {
  const key = arg.kind === 'literal' && typeof arg.value === 'string' ? asKey(arg.value) : text.slice(arg.at, arg.end);
  const form = name === 'map' ? 'map(&key, list)' : `${name}(list, &key)`;
  const fix = { from: arg.at, to: arg.end, text: `&${key}` };
  return new ExpressionProblem(`${name}() takes an expression with &: ${form}`, arg.at, [fix]);
}

/** `sort_by(list, &'name')` would leave the order as it is. */
export function constantKey({ name }: Call, key: Extract<Node, { kind: 'literal' }>): ExpressionProblem {
  const words = `${name}() would have the same key for every element: a key has no single quotes or backticks`;
  const fixes = typeof key.value === 'string' ? [{ from: key.at, to: key.end, text: asKey(key.value) }] : [];
  return new ExpressionProblem(words, key.at, fixes);
}

/** A text as the key that it was meant as. */
function asKey(text: string): string {
  return /^[\w.]+$/.test(text) ? text : JSON.stringify(text);
}
