/** A whole page as sites have it: what it is about in the middle, and around that what nobody asked for. */
export function page(title: string, main: string, side = ''): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="stylesheet" href="/site.css">
<script>window.dataLayer=[];function track(e){dataLayer.push(e)}</script></head>
<body><header class="top"><a class="logo" href="/">Home</a><form action="/find"><input name="q" placeholder="Search"></form></header>
<aside class="side"><nav aria-label="Contents">${side}</nav></aside>
<main><article>
${main}
</article></main>
<footer><p>Was this page helpful? <button>Yes</button> <button>No</button></p><p>Set in a typeface of our own.</p></footer>
<script src="/site.js" async></script></body></html>
`;
}

/** Text as it stands in HTML. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A table: the first row is its head. Cells are HTML. */
export function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
  return `<table><thead><tr>${cells(head, 'th')}</tr></thead>\n<tbody>\n${body}\n</tbody></table>`;
}

function cells(row: readonly string[], tag: string): string {
  return row.map((cell) => `<${tag}>${cell}</${tag}>`).join('');
}
