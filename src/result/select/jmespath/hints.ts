import { COLON_HINTS, INDEX_HINTS, ITEM_HINTS, KEY_HINTS, OBJECT_HINTS, VALUE_HINTS } from './bracket-hints.ts';
import type { Cursor } from './cursor.ts';
import { ExpressionProblem } from './expression-problem.ts';
import { OPERATOR_HINTS } from './operator-hints.ts';
import { findHint, type Open, type Hint } from './hint.ts';

type Wanted = 'value' | 'operator' | 'key' | 'index' | 'item' | 'key of an object' | 'colon' | 'call' | 'variable';

const HINTS: Readonly<Record<Wanted, readonly Hint[]>> = {
  value: VALUE_HINTS,
  operator: OPERATOR_HINTS,
  key: KEY_HINTS,
  index: INDEX_HINTS,
  item: [...ITEM_HINTS, ...VALUE_HINTS],
  'key of an object': OBJECT_HINTS,
  colon: COLON_HINTS,
  call: [],
  variable: [],
};

const EXPECTED: Readonly<Record<Wanted, string>> = {
  value: 'a value is expected',
  operator: 'an operator or the end is expected',
  key: 'a key is expected after the dot',
  index: 'an index, a slice, * or a filter is expected in brackets',
  item: 'a value is expected',
  'key of an object': 'the name of a key is expected',
  colon: 'a colon and a value are expected',
  call: 'a parenthesis stands only after the name of a function',
  variable: 'a variable such as $x is expected',
};

/**
 * What is wrong with the next token, in the words that help most.
 * @param open the bracket that is open there
 */
export function unexpected(cursor: Cursor, wanted: Wanted, open?: Open, at?: number): ExpressionProblem {
  const token = cursor.peek();
  const { text } = cursor;
  const place = { cursor, token, gone: text.slice(0, token.start), here: text.slice(token.start), open };
  const hint = findHint(HINTS[wanted], place);
  if (hint) return hint;
  if (token.type === 'end' && open?.opener) {
    const words = `the ${open.opener.type} of column ${open.opener.start + 1} is not closed`;
    return new ExpressionProblem(
      words,
      open.opener.start,
      open.closer === ':' ? [] : [{ from: text.length, to: text.length, text: open.closer }],
    );
  }
  if ([']', ')', '}'].includes(token.type) && (wanted === 'operator' || wanted === 'value')) {
    const opened = open?.opener ? `the ${open.opener.type} of column ${open.opener.start + 1} is still open` : 'nothing is open';
    if (wanted === 'operator') return new ExpressionProblem(`${token.type} closes nothing here: ${opened}`, token.start);
  }
  const found = token.type === 'end' ? 'it ends here' : `found ${text.slice(token.start, token.end)}`;
  return new ExpressionProblem(`${EXPECTED[wanted]}, ${found}`, at ?? token.start);
}
