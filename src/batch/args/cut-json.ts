/** Nested values of which the path is told. */
const MAX_PATH = 6;
/** Brackets that nobody opens by a slip. */
const MAX_OPEN = 1_000;

/** An open array with the index of its item, or an open object with the key of its member. */
type Open = { index: number } | { key: string | undefined };

/** Whether a text was meant as JSON: it begins as an object with a key, or as an array of what may be in one. */
export function beginsLikeJson(text: string): boolean {
  return /^\s*(?:\{\s*(?:"|$)|\[\s*(?:["{[\d-]|$))/.test(text);
}

/**
 * Says where a JSON text was cut off: the most frequent slip of clients that send JSON as text.
 * @returns `JSON text that is cut off: ...`; undefined if the text does not begin like JSON, or is complete or wrong otherwise
 */
export function describeCutJson(text: string): string | undefined {
  if (!beginsLikeJson(text)) return undefined;
  const open: Open[] = [];
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      isInString = end === undefined;
      if (end === undefined) break;
      const inner = open.at(-1);
      if (inner && 'key' in inner && inner.key === undefined) inner.key = text.slice(at + 1, end);
      at = end;
    } else if (character === '[' || character === '{') {
      if (open.length >= MAX_OPEN) return undefined;
      open.push(character === '[' ? { index: 0 } : { key: undefined });
    } else if (character === ']' || character === '}') {
      const closed = open.pop();
      if (!closed || 'index' in closed !== (character === ']')) return undefined;
      if (open.length === 0) return undefined;
    } else if (character === ',') {
      const inner = open.at(-1);
      if (inner && 'index' in inner) inner.index++;
      else if (inner) inner.key = undefined;
    }
  }
  const where = pathOf(open);
  const inside = [isInString ? 'inside a string' : '', where ? `at ${where}` : ''].filter(Boolean).join(' ');
  return `JSON text that is cut off: it ends after ${text.length} characters${inside ? ` ${inside}` : ''}; send it whole, or as a value`;
}

function endOfString(text: string, open: number): number | undefined {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '"') return at;
    if (text[at] === '\\') at++;
  }
  return undefined;
}

function pathOf(open: readonly Open[]): string {
  const shown = open.slice(0, MAX_PATH).map((each) => {
    if ('index' in each) return `[${each.index}]`;
    return each.key === undefined ? '' : `.${each.key.slice(0, 40)}`;
  });
  return shown.join('').replace(/^\./, '');
}
