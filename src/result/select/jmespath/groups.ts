import { constant } from './constants.ts';
import type { Cursor } from './cursor.ts';
import { ExpressionProblem } from './expression-problem.ts';
import { unexpected } from './hints.ts';
import type { Binding, Node, Pair } from './syntax.ts';

/** `{id: id, name: user.name}`: an object of these values. @throws {ExpressionProblem} */
export function hashOf(cursor: Cursor): Node {
  const opener = cursor.next();
  const pairs: Pair[] = [];
  do pairs.push(pair(cursor, pairs));
  while (cursor.takeIf(','));
  if (!cursor.takeIf('}')) throw unexpected(cursor, 'operator', { opener, closer: '}' });
  return { kind: 'hash', pairs, at: opener.start, end: cursor.end };
}

function pair(cursor: Cursor, earlier: readonly Pair[]): Pair {
  const key = cursor.peek();
  if (!['name', 'quoted', 'text', 'variable'].includes(key.type)) throw unexpected(cursor, 'key of an object');
  cursor.next();
  if (cursor.peek().type !== ':') throw unexpected(cursor, 'colon');
  cursor.next();
  const name = String(key.value);
  if (earlier.some((other) => other.name === name)) {
    throw new ExpressionProblem(`the key ${name} stands twice in one object: give the second another name`, key.start);
  }
  return { name, value: constant(cursor.expression()), at: key.start, end: cursor.end };
}

/** The arguments of a function, of which the parenthesis has been taken. @throws {ExpressionProblem} */
export function argumentsOf(cursor: Cursor, called: Node): Node {
  const opener = cursor.before();
  if (called.kind !== 'field' || called.quoted || cursor.before(2)?.end !== called.end) throw unexpected(cursor, 'call');
  const args: Node[] = [];
  if (cursor.takeIf(')')) return { kind: 'call', name: called.name, args, at: called.at, end: cursor.end };
  do args.push(argument(cursor));
  while (cursor.takeIf(','));
  if (!cursor.takeIf(')')) throw unexpected(cursor, 'operator', { opener, closer: ')' });
  return { kind: 'call', name: called.name, args, at: called.at, end: cursor.end };
}

function argument(cursor: Cursor): Node {
  const { type, start: at } = cursor.peek();
  if (type !== '&') return constant(cursor.expression());
  cursor.next();
  const child = cursor.expression();
  return { kind: 'reference', child, at, end: cursor.end };
}

/** `let $x = a in b`, of which `let` has been taken. @throws {ExpressionProblem} */
export function letIn(cursor: Cursor, at: number): Node {
  const outer = cursor.variables;
  const bindings: Binding[] = [];
  do {
    const { type, value, start } = cursor.peek();
    if (type !== 'variable') throw unexpected(cursor, 'variable');
    cursor.next();
    if (!cursor.takeIf('=')) throw new ExpressionProblem('let is written: let $x = a in b', cursor.peek().start);
    const bound = cursor.expression();
    bindings.push({ name: String(value), value: bound, at: start, end: cursor.end });
    cursor.variables = [...cursor.variables, String(value)];
  } while (cursor.takeIf(','));
  const { type, value, start } = cursor.peek();
  if (type !== 'name' || value !== 'in') throw new ExpressionProblem('let is written: let $x = a in b', start);
  cursor.next();
  const body = cursor.expression();
  cursor.variables = outer;
  return { kind: 'let', bindings, body, at, end: cursor.end };
}
