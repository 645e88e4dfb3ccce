import { COLON_SLIPS, INDEX_SLIPS, ITEM_SLIPS, KEY_SLIPS, OBJECT_SLIPS, VALUE_SLIPS } from './bracket-slips.ts';
import type { Cursor } from './cursor.ts';
import { ExpressionProblem } from './expression-problem.ts';
import { OPERATOR_SLIPS } from './operator-slips.ts';
import { findSlip, type Open, type Slip } from './slip.ts';

type Wanted = 'value' | 'operator' | 'key' | 'index' | 'item' | 'key of an object' | 'colon' | 'call' | 'variable';

const SLIPS: Readonly<Record<Wanted, readonly Slip[]>> = {
  value: VALUE_SLIPS,
  operator: OPERATOR_SLIPS,
  key: KEY_SLIPS,
  index: INDEX_SLIPS,
  item: [...ITEM_SLIPS, ...VALUE_SLIPS],
  'key of an object': OBJECT_SLIPS,
  colon: COLON_SLIPS,
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
  const slip = findSlip(SLIPS[wanted], place);
  if (slip) return slip;
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
