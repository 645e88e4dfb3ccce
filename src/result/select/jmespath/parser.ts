import { listOf } from './brackets.ts';
import { Cursor } from './cursor.ts';
import { ExpressionProblem } from './expression-problem.ts';
import { hashOf, letIn } from './groups.ts';
import { tokenize } from './lexer.ts';
import { operation, rest } from './operations.ts';
import { POWER } from './powers.ts';
import { unexpected } from './hints.ts';
import type { Node } from './syntax.ts';
import type { Token } from './token.ts';

/** What `!` takes: paths and calls, but no comparison. `!a.b` is `!(a.b)`; read as `(!a).b` it would always be null. */
const NOT_POWER = 8;

/**
 * Parses an expression: JMESPath as its compliance suite has it, with the community's arithmetic, `let`, `$` and `? :`,
 * and what models write that can be meant in one way only.
 * @param dashes whether `a-b` without spaces is one name
 * @throws {ExpressionProblem}
 */
export function parse(text: string, dashes: boolean): Node {
  const cursor = new Cursor(text, tokenize(text, dashes), { expression, continued });
  const node = cursor.expression();
  if (cursor.peek().type !== 'end') throw unexpected(cursor, 'operator');
  return node;
}

function expression(cursor: Cursor, power: number): Node {
  return continued(cursor, operand(cursor), power);
}

/** Goes on from a value with the operators that bind more tightly than `power`. */
function continued(cursor: Cursor, first: Node, power: number): Node {
  let left = first;
  while (power < (POWER[cursor.peek().type] ?? 0)) left = operation(cursor, left);
  return left;
}

function operand(cursor: Cursor): Node {
  const token = cursor.peek();
  const { start: at, end, type, value } = token;
  switch (type) {
    case 'name':
      cursor.next();
      if (value === 'let' && cursor.peek().type === 'variable') return letIn(cursor, at);
      return field(token);
    case 'quoted':
      cursor.next();
      if (cursor.peek().type === '(') throw new ExpressionProblem('the name of a function has no quotes', at);
      return field(token);
    case 'variable': {
      cursor.next();
      const name = String(value);
      // `$ref` and `$schema` are keys, where no `let` has bound them.
      return cursor.variables.includes(name) ? { kind: 'variable', name, at, end } : field(token);
    }
    case 'text':
    case 'literal':
    case 'number':
      cursor.next();
      return { kind: 'literal', value, at, end };
    case '@':
      cursor.next();
      return { kind: 'current', at, end };
    case '$':
      cursor.next();
      return { kind: 'root', at, end };
    case '*': {
      cursor.next();
      return { kind: 'project', over: 'values', source: { kind: 'current', at, end: at }, ...rest(cursor, at, POWER['star']) };
    }
    case '!': {
      cursor.next();
      const child = cursor.expression(NOT_POWER);
      return { kind: 'not', child, at, end: cursor.end };
    }
    case '-':
    case '+':
    case '\u2212': {
      cursor.next();
      const child = cursor.expression(POWER['+']);
      return { kind: type === '+' ? 'positive' : 'negative', child, at, end: cursor.end };
    }
    case '(': {
      cursor.next();
      const inside = cursor.expression();
      if (!cursor.takeIf(')')) throw unexpected(cursor, 'operator', { opener: token, closer: ')' });
      return inside;
    }
    case '[?':
    case '[]':
      return operation(cursor, { kind: 'current', at, end: at });
    case '[': {
      const isIndex =
        ['number', ':'].includes(cursor.peek(1).type) || (cursor.peek(1).type === '*' && cursor.peek(2).type === ']');
      return isIndex ? operation(cursor, { kind: 'current', at, end: at }) : listOf(cursor);
    }
    case '{':
      return hashOf(cursor);
    case '.':
      // `.name`, as jq has it. What is left of it is the current value.
      if (['name', 'quoted'].includes(cursor.peek(1).type) && cursor.peek(1).start === end) {
        cursor.next();
        return operand(cursor);
      }
      throw unexpected(cursor, 'value');
    default:
      throw unexpected(cursor, 'value');
  }
}

function field({ value, type, start: at, end }: Token): Node {
  const name = String(value);
  return { kind: 'field', name, quoted: type === 'quoted', dashed: type === 'name' && name.includes('-'), at, end };
}
