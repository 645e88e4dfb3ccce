/** Documents that a page leads to: how many there are, and the two that are gone. */
export const DOCUMENTS = 30;
export const GONE = [11, 23];

const links = Array.from({ length: DOCUMENTS }, (_, nth) => `<li><a href="/guide/${nth + 1}">Chapter ${nth + 1}</a></li>`);

const GUIDE = `<!doctype html><html><head><title>The guide</title></head><body><nav><a href="/">Home</a></nav>
<main><h1>The guide</h1><p>All that an observer needs, in ${DOCUMENTS} chapters.</p><ol>${links.join('')}</ol></main></body></html>`;

/** A page of the guide: `/guide` with its contents, `/guide/1` and so on; undefined for what is gone. */
export function guidePage(path: string): string | undefined {
  if (path === '/guide') return GUIDE;
  const chapter = Number(path.slice('/guide/'.length));
  if (!(chapter >= 1 && chapter <= DOCUMENTS) || GONE.includes(chapter)) return undefined;
  const text = '<p>Read the thermometer at noon, in the shade, and write down what it says before anything else.</p>'.repeat(40);
  return `<!doctype html><html><body><main><h1>Chapter ${chapter}</h1>${text}</main></body></html>`;
}
