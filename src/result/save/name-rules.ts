/**
 * Characters that Windows refuses in a name (`:` would name a stream of the file), separators, what is not shown (macOS
 * leaves it out of a name), and halves of characters, which are no text on disk.
 */
const FORBIDDEN = /[<>:"|?*/\\\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
/** Devices, on Windows, in every folder and with every ending. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9]) *(?:\.|$)/i;
/** How Windows shortens long names: `GIT~1` is `.git`. */
const SHORT_NAME = /^[^.]{1,6}~\d{1,6}(?:\.[^.]{0,3})?$/;
/** Bytes of a name that file systems take, and of a path that all of them do. */
const MAX_NAME = 255;
const MAX_PATH = 1_024;
const MAX_DEPTH = 32;
/** Characters of a name that a problem shows. */
const MAX_SHOWN = 60;

/**
 * What is wrong with a path below a directory, its parts between slashes: the same on every system, so that what can be
 * saved on one can be on all.
 * @returns words for a caller; undefined if nothing is
 */
export function pathProblem(path: string): string | undefined {
  const shown = JSON.stringify(clip(path));
  if (path === '') return 'is empty: give a file name such as "users.csv"';
  if (/^[\\/]|^[a-z]:/i.test(path)) return `${shown} is absolute: give a path below the directory, such as "users.csv"`;
  const parts = path.split('/');
  if (parts.length > MAX_DEPTH) return `has ${parts.length} parts; ${MAX_DEPTH} at the most`;
  if (Buffer.byteLength(path) > MAX_PATH) return `is longer than ${MAX_PATH} bytes: ${shown}`;
  for (const part of parts) {
    const problem = nameProblem(part);
    if (problem !== undefined) return part === path || part === '' ? problem : `${problem}, in ${shown}`;
  }
  return undefined;
}

/** The same of one part of a path. */
export function nameProblem(name: string): string | undefined {
  const shown = JSON.stringify(clip(name));
  // Compatible forms are looked at, too: "COM¹" is a device, and a system may take "․git" for ".git".
  const plain = name.normalize('NFKC');
  if (name === '') return 'has an empty part: a path is names with one "/" between them';
  if (name === '.' || name === '..') return `${shown} is no name: a path goes down only`;
  if (name === '~') return '"~" is not read here: a path begins below the directory';
  if (plain.startsWith('.')) return `${shown} begins with a dot, and such files are not written`;
  const [odd] = FORBIDDEN.exec(name) ?? [];
  if (odd !== undefined) return `${shown} has ${nameOf(odd)}, which not every system takes in a name`;
  if (/[. ]$/.test(name)) return `${shown} ends with a ${name.endsWith('.') ? 'dot' : 'space'}, which Windows leaves out`;
  if (RESERVED.test(plain)) return `${shown} is the name of a device on Windows`;
  if (SHORT_NAME.test(name)) return `${shown} may be the short name of another file on Windows`;
  if (Buffer.byteLength(name) > MAX_NAME) return `${shown} is longer than ${MAX_NAME} bytes`;
  return undefined;
}

/** Equal for paths that some system takes for the same file: letters of either case, and their forms in Unicode. */
export function sameNameKey(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** A value as a part of a name: percent-encoded where that part, or the name, would not be one. */
function encodeForName(value: string): string {
  const encoded = Array.from(value.toWellFormed(), (char) => (char === '%' || FORBIDDEN.test(char) ? percent(char) : char));
  return encoded.join('').replaceAll(/~(?=\d|$)/g, '%7E');
}

/**
 * A name made of texts and values in turn, a text first: values are encoded, and more of them where the whole would be
 * refused otherwise.
 */
export function nameOfPieces(pieces: readonly string[]): string {
  const encoded = pieces.map((piece, at) => (at % 2 === 0 ? piece : encodeForName(piece)));
  const [first, value = ''] = encoded;
  if (first === '' && value.normalize('NFKC').startsWith('.')) encoded[1] = encodeFirst(value);
  const last = encoded.length - 2;
  const end = encoded[last] ?? '';
  if (encoded.at(-1) === '' && /[. ]$/.test(end)) encoded[last] = `${end.slice(0, -1)}${percent(end.slice(-1))}`;
  if (RESERVED.test(encoded.join('').normalize('NFKC'))) encoded[1] = encodeFirst(encoded[1] ?? '');
  return encoded.join('');
}

function encodeFirst(text: string): string {
  const [first = ''] = text;
  return `${percent(first)}${text.slice(first.length)}`;
}

/** RFC 3986 section 2.1. */
function percent(char: string): string {
  return Array.from(Buffer.from(char), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function nameOf(char: string): string {
  return /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(char)
    ? `the character U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
    : JSON.stringify(char);
}

function clip(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN).toWellFormed()}…` : text;
}
