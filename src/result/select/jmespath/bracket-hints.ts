import type { Fix } from './expression-problem.ts';
import { instead, type Place, type Hint } from './hint.ts';

const NOT_RECURSIVE = 'there is no recursive descent (..): write the whole path, such as a.b[].c';

/** What stands where a value is expected. */
export const VALUE_HINTS: readonly Hint[] = [
  { here: /^\.\./, words: NOT_RECURSIVE },
  {
    here: /^\.\[\s*(?:"([^"]*)"|'([^']*)')\s*\]/,
    words: 'a key is written "x"',
    fix: (place, found) => instead(JSON.stringify(found[1] ?? found[2]))(place, found),
  },
  { here: /^\{/, gone: /\{\s*$/, words: 'the expression stands without braces around it' },
  { here: /^\.(\[|\*)/, words: ({ here }) => `.${here.charAt(1)} is written ${here.charAt(1)}`, fix: dropped },
  {
    here: /^\.\s*($|[|,)\]}])/,
    words: 'the whole body, or the current element, is @',
    fix: ({ token }) => replaced(token.start, token.end, '@'),
  },
  { here: /^&/, words: '& stands only before an argument of a function: sort_by(list, &key)' },
  { here: /^\/.+\//s, words: "there are no regular expressions: use contains(name, 'x'), starts_with() or ends_with()" },
  { here: /^,/, words: 'a value is missing before the comma' },
  { here: /^\]/, gone: /\[\?\s*$/, words: 'the condition of the filter is missing: [?id == `1`]' },
  { here: /^$/, words: 'it ends where a value is expected' },
];

/** What stands after a dot. */
export const KEY_HINTS: readonly Hint[] = [
  { here: /^\./, words: NOT_RECURSIVE },
  { here: /^\[/, words: '.[ is written [', fix: dotDropped },
  {
    here: /^(\d+)(?![\w.-])|^(\d+)(?=[.[])/,
    words: ({ token }) => `an index is written [${String(token.value)}], a key that is a number "${String(token.value)}"`,
    fix: ({ token, gone }, found) =>
      // A year or an id is rather a key.
      found[0].length > 3
        ? replaced(token.start, token.start + found[0].length, `"${found[0]}"`)
        : replaced(gone.lastIndexOf('.'), token.start + found[0].length, `[${found[0]}]`),
  },
  {
    here: /^'([^']*)'/,
    words: 'a key has double quotes',
    fix: (place, found) => instead(`"${found[1] ?? ''}"`)(place, found),
  },
  { here: /^`/, words: 'a key has double quotes: a."b"' },
  {
    here: /^\(/,
    words: 'after a dot stands a key; what is computed stands behind a |',
    fix: ({ token, gone }) => replaced(gone.lastIndexOf('.'), token.start, ' | '),
  },
  {
    here: /^@/,
    words: '@ stands at the beginning only',
    fix: ({ token, gone }) => replaced(gone.lastIndexOf('.'), token.end, ''),
  },
  { here: /^$/, words: 'a key is missing after the dot', fix: dotDropped },
];

/** What stands in brackets after a value. */
export const INDEX_HINTS: readonly Hint[] = [
  { here: /^\w+\s*:|^:\s*[\p{L}_]/u, words: 'a slice has whole numbers: [0:5]' },
  {
    here: /^\(@\.length\s*-\s*(\d+)\)/,
    words: 'the last element is [-1]',
    fix: (place, found) => instead(`-${found[1] ?? '1'}`)(place, found),
  },
  { here: /^(last|-)\s*(?=\])/, words: 'the last element is [-1]', fix: instead('-1') },
  { here: /^first\s*(?=\])/, words: 'the first element is [0]', fix: instead('0') },
  { here: /^\?/, words: '[? stands together', fix: ({ token, gone }) => replaced(gone.lastIndexOf('[') + 1, token.start, '') },
  {
    here: /^[^\]]*?([=!<>]|\b(eq|ne|in|like|and|or)\b|contains|starts|ends)/,
    words: 'a filter begins with [?',
    fix: inserted('?'),
  },
  {
    here: /^('[^']*'|"[^"]*")(\s*,\s*('[^']*'|"[^"]*"))+\s*\]/,
    words: 'several keys are written .[a, b]',
    fix: ({ token, here }) => [{ from: token.start - 1, to: token.start, text: '.[' }, ...keys(token.start, here)],
  },
  {
    here: /^([\p{L}_]\w*)\s*\]/u,
    words: (_, found) => `${found[1] ?? ''} is no index; a key is written .${found[1] ?? ''}`,
    fix: ({ token, gone }, found) => replaced(gone.lastIndexOf('['), token.start + found[0].length, `.${found[1] ?? ''}`),
  },
  {
    here: /^[\p{L}_@]/u,
    words: 'several values of one thing are written .[a, b]',
    fix: ({ gone }) => replaced(gone.lastIndexOf('['), gone.lastIndexOf('['), '.'),
  },
];

/** What stands in a list of values. */
export const ITEM_HINTS: readonly Hint[] = [
  { here: /^\]/, gone: /,\s*$/, words: 'a comma stands between values only', fix: commaDropped },
  {
    here: /^\]/,
    words: 'a list has at least one value: [a, b]; all elements are [*] or []',
    fix: ({ token, gone }) => replaced(gone.lastIndexOf('['), token.end, '[]'),
  },
  { here: /^-?\d/, words: 'only one index stands in brackets, after a list: list[0]; as a value a number is `1`' },
];

/** What stands where an object's key is expected. */
export const OBJECT_HINTS: readonly Hint[] = [
  { here: /^\{/, gone: /\{\s*$/, words: 'the expression stands without braces around it' },
  { here: /^\}/, gone: /,\s*$/, words: 'a comma stands between keys only', fix: commaDropped },
  { here: /^[}]/, words: 'an object has at least one key and value: {id: id}' },
  {
    here: /^\.([\w.]*?)(\w+)\s*(?=[,}])/,
    words: 'an object has names and values: {name: user.name}',
    fix: (place, [all, before = '', name = '']) =>
      replaced(place.token.start, place.token.start + all.length, `${name}: ${before}${name}`),
  },
  {
    here: /^\d+(?=\s*:)/,
    words: 'a key that begins with a digit is quoted',
    fix: (place, found) => instead(`"${found[0]}"`)(place, found),
  },
];

/** What stands between an object's key and its value. */
export const COLON_HINTS: readonly Hint[] = [
  {
    here: /^[,}]/,
    words: 'an object needs names and values: {id: id, name: name}',
    fix: ({ cursor }) => {
      const key = cursor.before();
      return key
        ? replaced(
            key.end,
            key.end,
            `: ${key.type === 'text' ? JSON.stringify(key.value) : cursor.text.slice(key.start, key.end)}`,
          )
        : [];
    },
  },
  {
    here: /^(\.[\w.]*?|\[[^\]]*\][\w.]*?\.)?(\w+)\s*(?=[,}])/,
    gone: /[\w"]$/,
    words: 'an object needs names and values: {name: user.name}',
    fix: ({ cursor }, found) => {
      const key = cursor.before();
      return key ? replaced(key.start, key.start, `${found[2] ?? ''}: `) : [];
    },
  },
  { here: /^=>?/, words: 'a colon stands between name and value', fix: instead(':') },
];

function replaced(from: number, to: number, text: string): readonly Fix[] {
  return [{ from, to, text }];
}

function dropped({ token }: Place): readonly Fix[] {
  return replaced(token.start, token.end, '');
}

function dotDropped({ token, gone }: Place): readonly Fix[] {
  return replaced(gone.lastIndexOf('.'), token.start, '');
}

function commaDropped({ token, gone }: Place): readonly Fix[] {
  return replaced(gone.lastIndexOf(','), token.start, '');
}

function inserted(text: string): (place: Place) => readonly Fix[] {
  return ({ token }) => replaced(token.start, token.start, text);
}

/** Texts in brackets as keys. */
function keys(start: number, here: string): readonly Fix[] {
  const inside = here.slice(0, here.indexOf(']'));
  return inside.includes("'") ? [{ from: start, to: start + inside.length, text: inside.replaceAll("'", '"') }] : [];
}
