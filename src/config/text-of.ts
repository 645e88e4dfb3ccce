/** The text of a file that somebody wrote: UTF-8, or UTF-16 with a mark, as PowerShell writes it. @throws {Error} if it is neither */
export function textOf(content: Buffer): string {
  const mark = content.subarray(0, 2).toString('latin1');
  const charset = mark === '\xff\xfe' ? 'utf-16le' : mark === '\xfe\xff' ? 'utf-16be' : 'utf-8';
  const text = decoded(content, charset);
  // UTF-16 of plain letters, without its mark, can be read as UTF-8.
  if (text?.includes('\0') !== false) throw new Error('it is neither UTF-8 nor UTF-16 with a mark; save it as UTF-8');
  return text;
}

function decoded(content: Buffer, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}
