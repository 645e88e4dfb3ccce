import { constant } from './constants.ts';
import type { Cursor } from './cursor.ts';
import { ExpressionProblem } from './expression-problem.ts';
import { POWER, WEAKEST_PROJECTION } from './powers.ts';
import { unexpected } from './hints.ts';
import type { Field, Node, Over } from './syntax.ts';
import type { Token } from './token.ts';

/** What stands after a dot. @throws {ExpressionProblem} */
export function dotted(cursor: Cursor, power: number): Node {
  const token = cursor.peek();
  switch (token.type) {
    case 'name':
    case 'quoted':
    case 'variable':
    case '*':
      return cursor.expression(power);
    case '{':
      return cursor.expression(power);
    case '[':
      if (cursor.peek(1).type === 'text' && cursor.peek(2).type === ']') return bracketKey(cursor);
      if (areKeysInBrackets(cursor)) return keyList(cursor);
      if (['number', ':'].includes(cursor.peek(1).type)) throw unexpected(cursor, 'key');
      return listOf(cursor);
    default:
      throw unexpected(cursor, 'key');
  }
}

/** What a projection does with each element; undefined if nothing. @throws {ExpressionProblem} */
export function each(cursor: Cursor, power: number): Node | undefined {
  const { type, start } = cursor.peek();
  if ((POWER[type] ?? 0) < WEAKEST_PROJECTION) return undefined;
  if (type === '.') {
    cursor.next();
    return dotted(cursor, power);
  }
  if (type === '[' && isKeyInBrackets(cursor)) return cursor.continued(bracketKey(cursor), power);
  if (type === '[' && areKeysInBrackets(cursor)) return cursor.continued(keyList(cursor), power);
  if (type === '[' && cursor.peek(1).type === 'name' && cursor.peek(2).type === ']') {
    const name = String(cursor.peek(1).value);
    const fix = { from: start, to: cursor.peek(2).end, text: `.${name}` };
    throw new ExpressionProblem(`[${name}] is no index; a key is written .${name}`, start, [fix]);
  }
  if (type === '[' || type === '[?') return cursor.expression(power);
  throw unexpected(cursor, 'operator');
}

/** `[0]`, `[1:2]`, `[*]` or `['key']` after a value, of which the bracket has been taken. @throws {ExpressionProblem} */
export function indexed(cursor: Cursor, left: Node, opener: Token): Node | Over {
  const { type, start } = cursor.peek();
  const isRange = type === ':' || (type === 'number' && cursor.peek(1).type === ':');
  if (isRange) return slice(cursor, opener);
  if (type === 'number') {
    const index = wholeNumber(cursor);
    if (!cursor.takeIf(']')) throw unexpected(cursor, 'operator', { opener, closer: ']' });
    const right: Node = { kind: 'index', index, at: opener.start, end: cursor.end };
    return { kind: 'sub', left, right, at: left.at, end: cursor.end };
  }
  if (type === '*' && cursor.peek(1).type === ']') {
    cursor.next();
    cursor.next();
    return { over: 'list' };
  }
  if ((type === 'text' || type === 'quoted') && cursor.peek(1).type === ']') {
    const right = keyField(cursor.next(), opener.start, cursor.next().end);
    return { kind: 'sub', left, right, at: left.at, end: cursor.end };
  }
  throw unexpected(cursor, 'index', { opener, closer: ']' }, start);
}

function slice(cursor: Cursor, opener: Token): Over {
  const parts: (number | null)[] = [null, null, null];
  let place = 0;
  for (; !cursor.takeIf(']');) {
    const { type, start } = cursor.peek();
    if (type === ':') {
      if (++place > 2) throw new ExpressionProblem('a slice has at most two colons: [start:stop:step]', start);
      cursor.next();
    } else if (type === 'number') parts[place] = wholeNumber(cursor);
    else throw unexpected(cursor, 'index', { opener, closer: ']' });
  }
  const [start = null, stop = null, step = null] = parts;
  if (step === 0) throw new ExpressionProblem('the step of a slice cannot be 0', opener.start);
  return { over: 'slice', start, stop, step: step ?? 1 };
}

function wholeNumber(cursor: Cursor): number {
  const { value, start } = cursor.next();
  if (Number.isSafeInteger(value)) return Number(value);
  throw new ExpressionProblem('an index is a whole number', start);
}

function isKeyInBrackets(cursor: Cursor): boolean {
  return ['text', 'quoted'].includes(cursor.peek(1).type) && cursor.peek(2).type === ']';
}

/** `['key']`, as JavaScript and JSONPath have it. */
function bracketKey(cursor: Cursor): Field {
  const { start } = cursor.next();
  return keyField(cursor.next(), start, cursor.next().end);
}

/** Whether texts stand in brackets behind a value, as JSONPath has it: `['id','name']`. A list of constants is never meant. */
function areKeysInBrackets(cursor: Cursor): boolean {
  for (let ahead = 1; ; ahead += 2) {
    if (cursor.peek(ahead).type !== 'text') return false;
    if (cursor.peek(ahead + 1).type === ']') return true;
    if (cursor.peek(ahead + 1).type !== ',') return false;
  }
}

function keyList(cursor: Cursor): Node {
  const { start } = cursor.next();
  const items: Node[] = [];
  do {
    const token = cursor.next();
    items.push(keyField(token, token.start, token.end));
  } while (cursor.takeIf(','));
  cursor.next();
  return { kind: 'list', items, at: start, end: cursor.end };
}

function keyField({ value }: Token, at: number, end: number): Field {
  return { kind: 'field', name: String(value), quoted: true, dashed: false, at, end };
}

/** `[a, b]`: a list of these values. @throws {ExpressionProblem} */
export function listOf(cursor: Cursor): Node {
  const opener = cursor.next();
  const items: Node[] = [];
  do {
    const { type } = cursor.peek();
    if (type === 'number' || type === ']') throw unexpected(cursor, 'item', { opener, closer: ']' });
    items.push(constant(cursor.expression()));
  } while (cursor.takeIf(','));
  if (!cursor.takeIf(']')) throw unexpected(cursor, 'operator', { opener, closer: ']' });
  return { kind: 'list', items, at: opener.start, end: cursor.end };
}
