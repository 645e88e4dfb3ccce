import { clip } from '../../../clip.ts';
import { methodOf, unwrapped } from './members.ts';
import { placeInText, type Problem } from './program.ts';
import { hasOutsideFunctions, isFunctionNode, isNode, listOf, type Found, type TreeNode } from './syntax-tree.ts';

/** Methods that take what their function gives. */
const TAKES =
  /^(?:map|flatMap|filter|find|findIndex|findLast|findLastIndex|some|every|reduce|reduceRight|sort|toSorted|sortBy|groupBy|from)$/;
/** Expressions that do nothing but give a value, and methods of which so much is known. */
const VALUES = /^(?:Binary|Logical|Member|Array|Template)(?:Expression|Literal)$|^(?:Identifier|Literal)$/;
const ANSWERS =
  /^(?:includes|startsWith|endsWith|has|test|match|indexOf|trim|toLowerCase|toUpperCase|slice|split|join|isArray|keys|values|entries)$/;
const MAX_INSTEAD = 60;

/**
 * `map(x => { total: x.total })`, `filter(x => { x.done })`: a function that ends in a value which nobody gets. So may the
 * whole be.
 * @param statements what stands alone, so that nobody wants its value: what changes something may be there for that
 * @returns none of functions that return somewhere, or throw, or are async
 */
export function droppedProblem(
  text: string,
  { node, parent, key }: Found,
  statements: ReadonlySet<unknown>,
): Problem | undefined {
  if (!isFunctionNode(node) || node['async'] === true || node['generator'] === true) return undefined;
  const { body } = node;
  if (
    !isNode(body) ||
    body.type !== 'BlockStatement' ||
    !(node === parent || (key === 'arguments' && TAKES.test(methodOf(parent) ?? '')))
  )
    return undefined;
  const last = listOf(body['body']).at(-1);
  if (!isNode(last) || hasOutsideFunctions(body, ends)) return undefined;
  if (statements.has(parent) && hasOutsideFunctions(body, changes)) return undefined;
  const gives = `${placeInText(text, node.start)}: this function gives nothing`;
  const { expression, body: labelled } = last;
  if (isNode(labelled) && last.type === 'LabeledStatement' && labelled.type === 'ExpressionStatement') {
    const object = clip(`(${text.slice(body.start, body.end)})`, MAX_INSTEAD);
    return { problem: `${gives}, whose { } are no object: in parentheses they are: ${object}` };
  }
  if (last.type !== 'ExpressionStatement' || !isNode(expression) || !isValue(expression)) return undefined;
  return { problem: `${gives}: return ${clip(text.slice(expression.start, expression.end), MAX_INSTEAD)}` };
}

function ends({ type, ...node }: TreeNode): boolean {
  return type === 'ThrowStatement' || (type === 'ReturnStatement' && isNode(node['argument']));
}

function changes({ type }: TreeNode): boolean {
  return type === 'AssignmentExpression' || type === 'UpdateExpression';
}

/** What does nothing: of `x.a > f(x)` it is said too, whose value is meant. */
function isValue(node: TreeNode): boolean {
  const inner = unwrapped(node);
  const { type, operator, consequent, alternate } = inner;
  if (type === 'UnaryExpression') return /^(?:[!+-]|typeof)$/.test(String(operator));
  if (type === 'ConditionalExpression')
    return isNode(consequent) && isNode(alternate) && isValue(consequent) && isValue(alternate);
  // `x.a && all.push(x)`
  if (type === 'LogicalExpression') return isNode(inner['right']) && isValue(inner['right']);
  if (type === 'CallExpression') return ANSWERS.test(methodOf(inner) ?? '');
  return VALUES.test(type);
}
