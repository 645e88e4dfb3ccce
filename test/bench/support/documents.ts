const WORDS = 'some words that say little, and <a href="/more">a link</a> to where <em>more</em> of them are';

/** A JSON array of objects, of about so many bytes. */
export function jsonOf(bytes: number): string {
  return `[${repeated(bytes, (id) => JSON.stringify({ id, title: `The title of number ${id}`, price: id / 4, text: 'some words that say little' })).join(',')}]`;
}

/** A CSV file with a header, of about so many bytes. */
export function csvOf(bytes: number): string {
  return [
    'id,title,price,text',
    ...repeated(bytes, (id) => `${id},The title of number ${id},${id / 4},"some words, that say little"`),
    '',
  ].join('\n');
}

/** A page of sections with paragraphs, lists and tables, of about so many bytes. */
export function htmlOf(bytes: number): string {
  const sections = repeated(bytes, (id) => {
    const [paragraph, item] = [`<p>${WORDS}. `.repeat(2), `<li>${WORDS}</li>`.repeat(3)];
    const row = `<tr><td>${id}</td><td>${id / 4}</td></tr>`;
    return `<section><h2>The title of number ${id}</h2>${paragraph}<ul>${item}</ul><table>${row.repeat(3)}</table></section>`;
  });
  return `<!doctype html><html><head><title>A page</title></head><body><main>${sections.join('\n')}</main></body></html>`;
}

/** Pieces with a separator each, until there are so many bytes; never more. */
function repeated(bytes: number, piece: (id: number) => string): string[] {
  const pieces: string[] = [];
  for (let size = 120; size < bytes; size += (pieces.at(-1)?.length ?? 0) + 1) pieces.push(piece(pieces.length));
  if (pieces.length > 1) pieces.pop();
  return pieces;
}
