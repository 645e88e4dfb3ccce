import type { Fix } from './expression-problem.ts';
import { asTexts, instead, insteadOfBoth, type Place, type Hint } from './hint.ts';

const PATH = /(@?[\w.]+|"[^"]*"|'[^']*')\s*$/;
const REGEX = "there are no regular expressions: use contains(name, 'x'), starts_with() or ends_with()";

/** What stands where a value has ended and an operator could follow. */
export const OPERATOR_HINTS: readonly Hint[] = [
  { here: /^=/, words: 'a comparison is written ==', fix: instead('==') },
  {
    here: /^,\d{3}\b/,
    gone: /\d$/,
    words: 'a number has no commas',
    fix: ({ token }) => [{ from: token.start, to: token.end, text: '' }],
  },
  { here: /./s, gone: /(^|[^\w.])if\s*$/i, words: 'a choice is written condition ? this : that' },
  { here: /./s, gone: /^\s*select\s+$/i, words: 'this is SQL; the same is list[?condition].name' },
  { here: /^\{/, gone: /\$$/, words: 'the expression stands without ${ } around it' },
  {
    here: /^\d/,
    gone: /\$$/,
    words: 'a number has no sign of a currency',
    fix: ({ gone }) => [{ from: gone.length - 1, to: gone.length, text: '' }],
  },
  {
    here: /^[\p{L}_]/u,
    gone: /[\])}]$/,
    words: 'a dot is missing',
    fix: ({ token }) => [{ from: token.start, to: token.start, text: '.' }],
  },
  { here: /^and\b/i, words: 'and is written &&', fix: instead('&&') },
  { here: /^or\b/i, words: 'or is written ||', fix: instead('||') },
  { here: /^&/, words: 'and is written &&', fix: instead('&&') },
  {
    here: /^not\s+in\s*[[(]([^\])]*)[\])]/i,
    words: membership,
    fix: insteadOfBoth(PATH, ([, path = ''], [, list = '']) => `!contains([${asTexts(list)}], ${path})`),
  },
  {
    here: /^in\s*[[(]([^\])]*)[\])]/i,
    words: membership,
    fix: insteadOfBoth(PATH, ([, path = ''], [, list = '']) => `contains([${asTexts(list)}], ${path})`),
  },
  {
    here: /^in\s+([\w.]+)/i,
    gone: PATH,
    words: membership,
    fix: insteadOfBoth(PATH, ([, path = ''], [, list = '']) => `contains(${list}, ${asTexts(path)})`),
  },
  {
    here: /^in\s*('[^']*')/i,
    gone: PATH,
    words: membership,
    fix: insteadOfBoth(PATH, ([, path = ''], [, text = '']) => `contains(${text}, ${path})`),
  },
  { here: /./s, gone: /(^|[^\w.])not\s*$/i, words: 'not is written !', fix: negated },
  { here: /^is\s+not\b/i, words: 'is not is written !=', fix: instead('!=') },
  { here: /^is\b/i, words: 'is is written ==', fix: instead('==') },
  {
    here: /^(eq|ne|gt|ge|lt|le)\b/i,
    words: 'comparisons are written == != > >= < <=',
    fix: (place, found) => instead(OPERATORS[found[0].toLowerCase()] ?? '==')(place, found),
  },
  {
    here: /^like\s+['"]%([^%'"]*)%['"]/i,
    words: "like is written contains(name, 'x')",
    fix: insteadOfBoth(PATH, ([, path = ''], [, text = '']) => `contains(${path}, '${text}')`),
  },
  {
    here: /^like\s+['"]([^%'"]*)%['"]/i,
    words: "like is written starts_with(name, 'x')",
    fix: insteadOfBoth(PATH, ([, path = ''], [, text = '']) => `starts_with(${path}, '${text}')`),
  },
  { here: /^(i?like|matches|regexp?)\b/i, words: REGEX },
  {
    here: /^(contains|has|includes)\s+('[^']*'|"[^"]*"|[\w.]+)/i,
    words: 'contains is a function: contains(list, value)',
    fix: insteadOfBoth(PATH, ([, path = ''], [, , value = '']) => `contains(${path}, ${asTexts(value)})`),
  },
  {
    here: /^(starts|ends)_?with\s+('[^']*'|"[^"]*")/i,
    words: "starts_with and ends_with are functions: starts_with(name, 'x')",
    fix: insteadOfBoth(
      PATH,
      ([, path = ''], [, which = '', value = '']) => `${which.toLowerCase()}_with(${path}, ${asTexts(value)})`,
    ),
  },
  { here: /^between\b/i, words: 'between is written a >= `1` && a <= `9`' },
  { here: /^as\s/i, words: 'a new name is given in an object: {new: old}' },
  { here: /^(where|having)\b/i, words: 'this is SQL; a filter is written list[?id == `1`]' },
  { here: /^from\b/i, words: 'this is SQL; the same is list[].name' },
  { here: /^for\b/i, words: 'this is Python; for every element of a list: list[].name' },
  { here: /^if\b/i, words: 'a choice is written condition ? this : that' },
  { here: /^\{/, words: 'a dot stands before {', fix: ({ token }) => [{ from: token.start, to: token.start, text: '.' }] },
  { here: /^:/, gone: /[\w-]$/, words: 'a key with a colon is quoted: "a:b"', fix: quotedKey(/[\w-]+$/, /^:[\w:-]+/) },
  {
    here: /^,/,
    words: 'in a condition, and is written &&',
    fix: ({ token, open }) => (open?.opener?.type === '[?' ? [{ from: token.start, to: token.end, text: ' &&' }] : []),
    gone: /\[\?[^\]]*$/,
  },
  { here: /^,/, gone: /\[-?\d+$/, words: 'only one index stands in brackets: list | [[0], [1]]' },
  {
    here: /^,.*$/s,
    words: 'several values are written as one object: {id: id, name: name}',
    fix: ({ cursor, open }) => (open ? [] : gathered(cursor.text)),
  },
  {
    here: /^[\p{L}_][\w-]*\s*:/u,
    gone: /\{[^{}]*$/,
    words: 'a comma stands between the keys of an object',
    fix: ({ token }) => [{ from: token.start, to: token.start, text: ', ' }],
  },
  {
    here: /^[\p{L}_]/u,
    gone: /[\p{L}\p{N}_]\s+$/u,
    words: 'a key with spaces is quoted: "first name"',
    fix: quotedKey(/[\p{L}_][\p{L}\p{N}_]*\s+$/u, /^[\p{L}\p{N}_]+(\s+[\p{L}\p{N}_]+)*/u),
  },
  { here: /^["'`\d]/, words: 'between two values an operator is missing, such as ==' },
  { here: /^\.\s*\[/, words: '.[ is written [', fix: ({ token }) => [{ from: token.start, to: token.end, text: '' }] },
];

const OPERATORS: Readonly<Record<string, string>> = { eq: '==', ne: '!=', gt: '>', ge: '>=', lt: '<', le: '<=' };

function membership(): string {
  return "whether a value is one of several is written contains(['a', 'b'], value)";
}

/** `not a == b` is `!(a == b)`: as far as the next `&&`, comma or closing bracket. */
function negated({ cursor, token, gone }: Place): readonly Fix[] {
  const from = gone.search(/not\s*$/i);
  let depth = 0;
  let to = token.start;
  for (let ahead = 0; ; ahead++) {
    const { type, value, start, end } = cursor.peek(ahead);
    const isWord = type === 'name' && /^(and|or)$/i.test(String(value));
    if (type === 'end' || (depth === 0 && (isWord || ['&&', '||', '|', ',', ']', ')', '}'].includes(type)))) {
      return [
        { from, to: token.start, text: '!(' },
        { from: to, to, text: ')' },
      ];
    }
    if (['[', '[?', '(', '{'].includes(type)) depth++;
    if ([']', ')', '}'].includes(type)) depth--;
    to = Math.max(start, end);
  }
}

function quotedKey(before: RegExp, after: RegExp): (place: Place) => readonly Fix[] {
  return ({ token, gone, here }) => {
    const start = before.exec(gone);
    const rest = after.exec(here);
    if (!start || !rest) return [];
    return [{ from: start.index, to: token.start + rest[0].length, text: `"${start[0]}${rest[0]}"` }];
  };
}

/** `id, user.name` as `{id: id, name: user.name}`, if all are plain paths of different last names. */
function gathered(text: string): readonly Fix[] {
  const paths = text.split(',').map((path) => path.trim().replace(/^\$?\./, ''));
  const names = paths.map((path) => /^[\w.[\]*]*?(\w+)(?:\[[\d*]*\])?$/.exec(path)?.[1]);
  if (new Set(names).size < paths.length || names.includes(undefined)) return [];
  const pairs = paths.map((path, nth) => `${names[nth] ?? ''}: ${path}`);
  return [{ from: 0, to: text.length, text: `{${pairs.join(', ')}}` }];
}
