import { placeInText, type Insertion, type Problem } from './program.ts';
import { hasOutsideFunctions, isFunctionNode, isNode, listOf, type TreeNode } from './syntax-tree.ts';

const END = 'end it with the value itself, or with return';
export const NO_CONSOLE = `it ends in console, whose lines go to the notes: ${END}`;
const KINDS: Readonly<Record<string, string>> = {
  VariableDeclaration: 'a declaration',
  ClassDeclaration: 'a class',
  ForStatement: 'a loop',
  ForOfStatement: 'a loop',
  ForInStatement: 'a loop',
  WhileStatement: 'a loop',
  DoWhileStatement: 'a loop',
  SwitchStatement: 'a switch',
  LabeledStatement: 'a label, not an object: put an object into parentheses',
};

/**
 * Makes the last expression of statements what is returned. In a last `if`, `try` or block these are the last ones of its
 * branches.
 * @returns what is to be inserted, or that there is no value
 */
export function valueOfStatements(text: string, script: TreeNode): { readonly insertions: readonly Insertion[] } | Problem {
  const insertions: Insertion[] = [];
  const open = returnLast(listOf(script['body']), insertions);
  if (open === undefined || hasOutsideFunctions(script, ({ type }) => type === 'ReturnStatement')) return { insertions };
  return { problem: `${placeInText(text, open.start)}: ${noValue(open)}` };
}

/** @returns the last statement, if it has no value */
function returnLast(statements: readonly unknown[], insertions: Insertion[]): TreeNode | undefined {
  // Functions may stand below what calls them.
  const last = statements.filter(isNode).findLast(({ type }) => type !== 'EmptyStatement' && type !== 'FunctionDeclaration');
  return last ? returnValue(last, insertions) : statements.findLast(isNode);
}

function returnValue(statement: TreeNode, insertions: Insertion[]): TreeNode | undefined {
  switch (statement.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
      return undefined;
    case 'ExpressionStatement':
      return returnExpression(statement, insertions);
    case 'BlockStatement':
      return returnLast(listOf(statement['body']), insertions) ?? undefined;
    case 'IfStatement':
      return returnEach([statement['consequent'], statement['alternate']], insertions);
    case 'TryStatement': {
      const { handler } = statement;
      return returnEach([statement['block'], isNode(handler) ? handler['body'] : undefined], insertions);
    }
    default:
      return statement;
  }
}

function returnEach(statements: readonly unknown[], insertions: Insertion[]): TreeNode | undefined {
  const open = statements.filter(isNode).map((each) => returnValue(each, insertions));
  return open.find((each) => each !== undefined);
}

function returnExpression(statement: TreeNode, insertions: Insertion[]): TreeNode | undefined {
  const { expression } = statement;
  if (!isNode(expression) || isConsoleCall(expression)) return statement;
  insertions.push({ at: expression.start, text: 'return (' }, { at: expression.end, text: ')' });
  return undefined;
}

/** A call of a method of `console`, which has no value. */
export function isConsoleCall(expression: TreeNode): boolean {
  const { callee } = expression;
  if (expression.type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression') return false;
  return isNode(callee['object']) && callee['object']['name'] === 'console';
}

function noValue(statement: TreeNode): string {
  if (isFunctionNode(statement)) return `it ends in a function, which is not called: ${END}`;
  if (statement.type === 'ExpressionStatement') return NO_CONSOLE;
  const declared = statement.type === 'VariableDeclaration' ? nameOf(statement) : undefined;
  const instead = declared === undefined ? END : `add ${declared} as the last line`;
  return `it ends in ${KINDS[statement.type] ?? 'a statement'}, which has no value: ${instead}`;
}

function nameOf(declaration: TreeNode): string | undefined {
  const last = listOf(declaration['declarations']).findLast(isNode)?.['id'];
  return isNode(last) && last.type === 'Identifier' ? String(last['name']) : undefined;
}
