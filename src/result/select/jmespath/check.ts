import { ExpressionProblem } from './expression-problem.ts';
import { callFixes, constantKey, countFixes, lackingReference } from './call-fixes.ts';
import { callForm, unknownFunction } from './function-names.ts';
import { MAX_WIDTH } from './functions/texts.ts';
import { type Parameter, parametersOf, typesInWords } from './functions/signatures.ts';
import { type Call, childrenOf, type Node } from './syntax.ts';

/**
 * Checks what can be known without a body: that functions are there, and how many and which arguments they take.
 * @param text the whole expression
 * @throws {ExpressionProblem}
 */
export function check(node: Node, text: string): void {
  if (node.kind === 'literal' && node.at === 0 && /^-?\d/.test(text)) {
    throw new ExpressionProblem(`a number picks nothing; element ${text.trim()} of a list is [${text.trim()}]`, 0, [
      { from: 0, to: text.length, text: `[${text.trim()}]` },
    ]);
  }
  checkPart(node, text);
}

function checkPart(node: Node, text: string): void {
  if (node.kind === 'call') checkCall(node, text);
  for (const part of childrenOf(node)) checkPart(part, text);
}

function checkCall(call: Call, text: string): void {
  const { name, args, at } = call;
  const parameters = parametersOf(name);
  if (!parameters) throw new ExpressionProblem(unknownFunction(name), at, callFixes(call, text));
  checkCount(call, parameters, text);
  for (const [place, arg] of args.entries()) {
    const { types = [] } = parameters[Math.min(place, parameters.length - 1)] ?? {};
    if (types.includes('&') && arg.kind !== 'reference') throw lackingReference(call, arg, text);
    if (!types.includes('&') && arg.kind === 'reference') {
      const fix = { from: arg.at, to: arg.child.at, text: '' };
      throw new ExpressionProblem(`${name}() takes ${typesInWords(types)} here, without &`, arg.at, [fix]);
    }
    if (arg.kind === 'reference' && arg.child.kind === 'literal' && name !== 'map') throw constantKey(call, arg.child);
  }
  const [, width] = args;
  if (name.startsWith('pad_') && width?.kind === 'literal' && typeof width.value === 'number' && width.value > MAX_WIDTH) {
    throw new ExpressionProblem(`${name}() takes a width of at most ${MAX_WIDTH.toLocaleString('en')}`, width.at);
  }
}

function checkCount(call: Call, parameters: readonly Parameter[], text: string): void {
  const { name, args, at } = call;
  const least = parameters.filter(({ optional }) => !optional).length;
  const most = parameters.some(({ repeats }) => repeats) ? Infinity : parameters.length;
  if (args.length >= least && args.length <= most) return;
  const wanted = least === most ? `${least}` : most === Infinity ? `at least ${least}` : `${least} to ${most}`;
  const words = `${name}() takes ${wanted} ${wanted === '1' ? 'argument' : 'arguments'}, not ${args.length}`;
  throw new ExpressionProblem(`${words}: ${example(call, parameters, text)}`, at, countFixes(call, text));
}

function example({ name, args }: Call, parameters: readonly Parameter[], text: string): string {
  const [only] = args;
  if (only && args.length === 1 && parameters[1]?.types.includes('&')) return `${name}(@, &${text.slice(only.at, only.end)})`;
  if (only && name === 'map') return `map(&${text.slice(only.at, only.end).replace(/^&/, '')}, @)`;
  if (name === 'sort_by' && args.length > 2) return 'reverse(sort_by(list, &key)) sorts the other way';
  if (['sum', 'avg', 'max', 'min'].includes(name)) return `${name}([a, b]) or ${name}(list[].key)`;
  return callForm(name);
}
