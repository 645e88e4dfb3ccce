import { Turns } from '../../concurrency/turns.ts';
import { knownSelection } from '../../result/select/selections.ts';
import { isObject } from '../../result/select/shape.ts';
import { isFunctionText } from '../../result/select/function-text.ts';
import { describeCutJson } from '../args/cut-json.ts';
import type { Problem } from '../args/problem.ts';
import type { Select } from '../args/schema.ts';
import type { RequestItem } from './request-item.ts';

/** An expression, and where it stands in the arguments. */
export interface WrittenExpression {
  readonly path: string;
  readonly expression: Select;
  /** Whether it is a program over all records. */
  readonly isProgram?: boolean;
}

/** Compiles programs and functions of JavaScript. @returns for each what is wrong with it */
export type CheckPrograms = (
  texts: readonly { readonly text: string; readonly isProgram: boolean }[],
) => Promise<readonly (string | undefined)[]>;

/** Bad expressions that are told: more would not be read. */
const MAX_TOLD = 20;
/** Further places of one that are named. */
const MAX_PLACES = 3;

/** The expressions of an item: what it selects, what it takes from others, how its pages go on, and until when it is asked. */
export function expressionsIn({ at, request, unread, valueSources }: RequestItem): readonly WrittenExpression[] {
  const said: Expressions | undefined = request ?? readExpressions(unread);
  if ([said?.select, said?.paginate, said?.until].every((each) => each === undefined) && valueSources.length === 0) return [];
  const given: (readonly [path: string, expression: Select | undefined])[] = [
    ['select', said?.select],
    ...valueSources.map(
      ({ variable, select }) => [variable === undefined ? 'vars.select' : `vars.${variable}.select`, select] as const,
    ),
    ['paginate.next', nextExpression(said?.paginate)],
    ['paginate.items', said?.paginate?.items],
    ['until', said?.until],
  ];
  return given.flatMap(([path, expression]) => (expression === undefined ? [] : [{ path: `${at}.${path}`, expression }]));
}

/** What of an item may be expressions. */
interface Expressions {
  readonly select?: Select | undefined;
  readonly paginate?: { readonly next?: string | undefined; readonly items?: string | undefined } | undefined;
  readonly until?: string | undefined;
}

/** The expressions of an item with which something else is wrong, so that all of it is told at once. */
function readExpressions(item: unknown): Expressions | undefined {
  if (!isObject(item)) return undefined;
  const { select, paginate, until } = item;
  return {
    select: textOf(select),
    paginate: isObject(paginate) ? { next: textOf(paginate['next']), items: textOf(paginate['items']) } : undefined,
    until: textOf(until),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * What is wrong with expressions as such. Each that is the same is looked at, and told, once.
 * @returns a problem for each bad one, with the first place in which it stands
 */
export async function expressionProblems(
  written: readonly WrittenExpression[],
  checkPrograms: CheckPrograms,
): Promise<readonly Problem[]> {
  const places = new Map<string, { readonly expression: Select; readonly paths: string[] }>();
  for (const each of written) {
    const known = places.get(keyOf(each));
    if (known) known.paths.push(each.path);
    else places.set(keyOf(each), { expression: each.expression, paths: [each.path] });
  }
  const inPrograms = await programProblems(written, checkPrograms);
  const problems: Problem[] = [];
  const turns = new Turns();
  for (const [key, { expression, paths }] of places) {
    if (turns.isOver) await turns.next();
    const message = inPrograms.has(key) ? inPrograms.get(key) : expressionProblem(expression);
    const [path = '', ...others] = paths;
    if (message !== undefined) problems.push({ path, message: `${message}${describePlaces(others)}` });
    if (problems.length >= MAX_TOLD) break;
  }
  return problems;
}

function expressionProblem(expression: Select): string | undefined {
  const known = knownSelection(expression);
  if (!('problem' in known)) return undefined;
  const cut = typeof expression === 'string' && /^\s*\[\s*"/.test(expression) ? describeCutJson(expression) : undefined;
  return cut ?? known.problem.replace(/^select /, '');
}

function describePlaces(others: readonly string[]): string {
  if (others.length === 0) return '';
  return others.length <= MAX_PLACES ? ` (also in ${others.join(', ')})` : ` (and in ${others.length} more places)`;
}

/** What is wrong with JavaScript among expressions, by {@link keyOf}: each text is compiled once, all of them together. */
async function programProblems(
  written: readonly WrittenExpression[],
  checkPrograms: CheckPrograms,
): Promise<Map<string, string | undefined>> {
  const texts = new Map<string, { readonly text: string; readonly isProgram: boolean }>();
  for (const each of written) {
    const { expression: text, isProgram = false } = each;
    if (typeof text === 'string' && (isProgram || isFunctionText(text))) texts.set(keyOf(each), { text, isProgram });
  }
  if (texts.size === 0) return new Map();
  const problems = await checkPrograms([...texts.values()]);
  return new Map([...texts.keys()].map((key, nth) => [key, problems[nth]] as const));
}

function keyOf({ expression, isProgram = false }: WrittenExpression): string {
  return JSON.stringify([expression, isProgram]);
}

/** Where the next page is, if that is an expression: not a word, or a header. */
function nextExpression(paginate: Expressions['paginate']): string | undefined {
  const { next } = paginate ?? {};
  return next === undefined || ['link', 'page', 'offset'].includes(next) || /^header:/i.test(next) ? undefined : next;
}
