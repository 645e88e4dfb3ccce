import { setImmediate } from 'node:timers/promises';
import { selectProblem } from '../../result/select/select.ts';
import { isFunctionText } from '../../sandbox/js/function-text.ts';
import { describeCutJson } from '../args/cut-json.ts';
import type { Problem } from '../args/problem.ts';
import type { RequestArgs, Select } from '../args/schema.ts';
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

/** Bad expressions that are told: where one is found takes up to a thousand tries. */
const MAX_TOLD = 20;

/** The expressions of an item: what it selects, what it takes from others, and how its pages go on. */
export function expressionsIn({ at, request, valueSources }: RequestItem): readonly WrittenExpression[] {
  if (request?.select === undefined && !request?.paginate && valueSources.length === 0) return [];
  const given: (readonly [path: string, expression: Select | undefined])[] = [
    ['select', request?.select],
    ...valueSources.map(
      ({ variable, select }) => [variable === undefined ? 'vars.select' : `vars.${variable}.select`, select] as const,
    ),
    ['paginate.next', nextExpression(request?.paginate)],
    ['paginate.items', request?.paginate?.items],
  ];
  return given.flatMap(([path, expression]) => (expression === undefined ? [] : [{ path: `${at}.${path}`, expression }]));
}

/**
 * What is wrong with expressions as such. Each that is the same is looked at once.
 * @returns a problem for each place in which a bad one stands
 */
export async function expressionProblems(
  written: readonly WrittenExpression[],
  checkPrograms: CheckPrograms,
): Promise<readonly Problem[]> {
  const found = await programProblems(written, checkPrograms);
  const problems: Problem[] = [];
  for (const each of written) {
    const { path, expression } = each;
    const key = keyOf(each);
    if (!found.has(key)) {
      const message = await selectProblem(expression);
      const cut = typeof expression === 'string' && /^\s*\[\s*"/.test(expression) ? describeCutJson(expression) : undefined;
      found.set(key, message === undefined ? undefined : (cut ?? message.replace(/^select /, '')));
      if (message !== undefined) await setImmediate();
    }
    const message = found.get(key);
    if (message !== undefined) problems.push({ path, message });
    if (problems.length >= MAX_TOLD) break;
  }
  return problems;
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
function nextExpression(paginate: RequestArgs['paginate']): string | undefined {
  const { next } = paginate ?? {};
  return next === undefined || ['link', 'page', 'offset'].includes(next) || /^header:/i.test(next) ? undefined : next;
}
