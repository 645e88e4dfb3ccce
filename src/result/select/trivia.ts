/** Where a text goes on after white space, semicolons and comments. */
export function afterTrivia(text: string, from = 0): number {
  const blank = /[\s;]*/y;
  for (let at = from; ;) {
    blank.lastIndex = at;
    blank.test(text);
    const start = blank.lastIndex;
    if (text.startsWith('//', start)) at = endAt(text, text.indexOf('\n', start), 0);
    else if (text.startsWith('/*', start)) at = endAt(text, text.indexOf('*/', start + 2), 2);
    else return start;
  }
}

function endAt(text: string, found: number, length: number): number {
  return found < 0 ? text.length : found + length;
}
