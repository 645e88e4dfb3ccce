import { conditionProblem } from './conditions.ts';
import { hintForName } from './known-names.ts';
import { lateProblem } from './late.ts';
import { undefinedName } from './names.ts';
import { placeInText, type Problem } from './program.ts';
import { droppedProblem } from './returns.ts';
import { boundNames, descendants, hasOutsideFunctions, isNode, listOf, type TreeNode } from './syntax-tree.ts';

/**
 * What can be parsed and must fail when it is run, or answer the same whatever it is asked, so that it is refused before a
 * request is sent.
 * @param globals the names that are given
 * @param isProgram whether it is a program over records, not a function of a body
 */
export function flawOf(text: string, tree: TreeNode, globals: readonly string[], isProgram: boolean): Problem | undefined {
  const unknown = undefinedName(tree, globals);
  if (unknown) {
    const { name, start } = unknown;
    return { problem: `${placeInText(text, start)}: ${name} is not defined; ${hintForName(name, isProgram)}` };
  }
  const last = listOf(tree['body']).at(-1);
  const statements = new Set<unknown>();
  for (const found of descendants(tree)) {
    const { node } = found;
    // The last of a program is its value.
    if (node.type === 'ExpressionStatement' && node !== last) statements.add(node['expression']);
    const wrong = conditionProblem(text, found) ?? lateProblem(text, found) ?? droppedProblem(text, found, statements);
    if (wrong) return wrong;
    if (node.type === 'ImportExpression') {
      return { problem: `${placeInText(text, node.start)}: there are no modules here, only the language` };
    }
    const own = node.type === 'VariableDeclaration' && node['kind'] !== 'var' ? readsItself(node) : undefined;
    if (own !== undefined) {
      return { problem: `${placeInText(text, node.start)}: ${own} is read before it has a value: give the new one another name` };
    }
  }
  return undefined;
}

/** The name that `const ok = ok.filter(...)` declares and reads. */
function readsItself(declaration: TreeNode): string | undefined {
  for (const declarator of listOf(declaration['declarations']).filter(isNode)) {
    const { id, init } = declarator;
    if (!isNode(id) || id.type !== 'Identifier' || !isNode(init)) continue;
    const [name] = boundNames(id);
    const reads = (node: TreeNode): boolean => {
      if (node.type === 'MemberExpression') return isName(node['object'], name);
      return node.type === 'CallExpression' && isName(node['callee'], name);
    };
    if (isName(init, name) || hasOutsideFunctions(init, reads)) return name;
  }
  return undefined;
}

function isName(node: unknown, name: string | undefined): boolean {
  return isNode(node) && node.type === 'Identifier' && node['name'] === name;
}

const SUCCESS = /^(?:ok|success|succeeded|successful|fulfilled)$/i;

/** `r.outcome === 'ok'` is never true, and looks like an answer. */
export function outcomeNotes(text: string, tree: TreeNode): string[] {
  for (const { node } of descendants(tree)) {
    if (node.type !== 'BinaryExpression' || !/^[!=]==?$/.test(String(node['operator']))) continue;
    const sides = [node['left'], node['right']].filter(isNode);
    const outcome = sides.find(({ type, ...side }) => type === 'MemberExpression' && isName(side['property'], 'outcome'));
    const literal = sides.find((side) => side.type === 'Literal' && SUCCESS.test(String(side['value'])));
    if (!outcome || !literal) continue;
    const never = JSON.stringify(literal['value']);
    return [`${placeInText(text, node.start)}: the outcome of a record that succeeded is null, never ${never}: write r.ok`];
  }
  return [];
}
