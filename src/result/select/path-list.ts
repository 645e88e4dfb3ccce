import { clip } from '../../clip.ts';
import { isFunctionText } from './function-text.ts';
import { FUNCTION_NAMES } from './jmespath/functions/signatures.ts';

/** Longer lists, and longer paths, are not written by people or models. */
const MAX_PATHS = 100;
const MAX_PATH = 1_000;
/** JSON nested more deeply is not read. */
const MAX_STEPS = 200;
/** A call of a function, or what joins two expressions. */
const EXPRESSION = new RegExp(`^(${FUNCTION_NAMES.join('|')})\\(.*\\)$|\\s(\\|\\||&&|[|]|[=!]=)\\s|^\\s*[[{].*[\\]}]\\s*$`, 's');
/** `[]`, `[*]`, `[0]`, `['x']`, `[1:2]` or a filter. A key such as `user[name]` is another thing. */
const BRACKETS = /\[(\d+|-\d+|\*|\?.*|'[^']*'|"[^"]*"|-?\d*:.*|)\]/s;

/** A path of a list such as `["id", "user.login"]`. */
export interface Path {
  /** As it was given: the key of the result. */
  readonly text: string;
  /** Its parts between the dots. */
  readonly steps: readonly string[];
  /** By step, the rest of the path from it on. */
  readonly rests: readonly string[];
}

/** A list of paths that is sound as such. */
export interface PathList {
  readonly paths: readonly Path[];
}

/**
 * Reads a list of paths.
 * @returns what is wrong with it, in words with the right form
 */
export function parsePathList(list: readonly string[]): PathList | { readonly problem: string } {
  if (list.length === 0) return { problem: 'select is an empty list: name the paths that are wanted, or leave select out' };
  if (list.length > MAX_PATHS) return { problem: `select has ${list.length} paths; at most ${MAX_PATHS} are taken` };
  const paths: Path[] = [];
  for (const text of list) {
    const problem = pathProblem(text, list);
    if (problem !== undefined) return { problem };
    const steps = plain(text).split('.');
    paths.push({ text, steps, rests: steps.map((_, from) => steps.slice(from).join('.')) });
  }
  return { paths };
}

/** `$.id` and `.id` are meant as `id`. */
function plain(text: string): string {
  const path = text.trim().replace(/^\$?\.(?=.)/, '');
  return path === '' ? text : path;
}

function pathProblem(text: string, list: readonly string[]): string | undefined {
  if (text.length > MAX_PATH) return `select has a path of ${text.length} characters; at most ${MAX_PATH} are taken`;
  if (text.split('.').length > MAX_STEPS)
    return `select has a path of more than ${MAX_STEPS} steps; no JSON is read that is nested so deeply`;
  const said = JSON.stringify(clip(text, 100));
  if (text.trim() === '') return 'select has an empty path; the whole body is there without a select';
  if (isFunctionText(text))
    return `select has the function ${said} in a list of paths; a function stands alone: "select": ${said}`;
  if (/(^|\.)\*(\.|$)/.test(text)) {
    return `select has the path ${said}, and * does not belong in a path list; as one expression: ${asExpression(list)}`;
  }
  if (EXPRESSION.test(text)) {
    return `select has ${said}, which is an expression and no path; give it alone, or in one expression: ${asExpression(list)}`;
  }
  if (!BRACKETS.test(text)) return undefined;
  const without = text
    .replaceAll(/\[(['"])([^'"]*)\1\]/g, '.$2')
    .replaceAll(/\[\*?\]/g, '')
    .replaceAll(/\[(\d+)\]/g, '.$1');
  const form = BRACKETS.test(without) ? ' as' : ` write ${JSON.stringify(without.replace(/^\$?\./, ''))}, or as`;
  return `select has the path ${said}, and brackets do not belong in a path list:${form} one expression: ${asExpression(list)}`;
}

/** The list as one JMESPath expression, each path under the last of its names. */
function asExpression(list: readonly string[]): string {
  const [only] = list;
  if (list.length === 1 && only !== undefined) return only;
  const names = new Set<string>();
  const pairs = list.slice(0, 5).map((path, place) => {
    const last = /([A-Za-z_]\w*)[^\w]*$/.exec(path)?.[1] ?? `value${place}`;
    const name = names.has(last) ? `${last}${place}` : last;
    names.add(name);
    return `${name}: ${plain(path)}`;
  });
  return `{${pairs.join(', ')}${list.length > 5 ? ', ...' : ''}}`;
}
