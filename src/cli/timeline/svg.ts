/** The colours of pictures: of a terminal, dark. */
export const COLOURS = {
  text: '#c5cdd9',
  dim: '#5c6773',
  bar: '#59c2ff',
  accent: '#ffb454',
  bad: '#f26d78',
  prompt: '#7fd962',
} as const;

/** A cell of text, and the room around a picture, in pixels. */
export const CELL = { width: 8.4, height: 18 };
export const MARGIN = 16;

/** A line of text whose baseline is at `y`. */
export function svgText(text: string, { x, y, fill }: { readonly x: number; readonly y: number; readonly fill: string }): string {
  return `<text x="${x}" y="${y}" fill="${fill}" xml:space="preserve">${escapeXml(text)}</text>`;
}

/** A picture on dark ground. @param label what it shows, for those who do not see it */
export function svgDocument(width: number, height: number, label: string, content: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(label)}">
<rect width="100%" height="100%" rx="8" fill="#10141a"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14">
${content.join('\n')}
</g>
</svg>
`;
}

/** Text as XML has it, also within an attribute. Characters that XML cannot have are replaced. */
export function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what XML 1.0 does not allow
  const allowed = text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
  return allowed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
