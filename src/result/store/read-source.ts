import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Reads the bytes of a body.
 * @throws what the file system says
 * @throws {Error} if the file has been cut
 */
export async function readSource(source: BodySource): Promise<Buffer> {
  if ('bytes' in source) return Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength);
  const { file, offset, length } = source;
  const handle = await open(file, 'r');
  try {
    const content = Buffer.allocUnsafe(length);
    const { bytesRead } = await handle.read(content, 0, length, offset);
    if (bytesRead < length) throw new Error(`${file} has been cut`);
    return content;
  } finally {
    await handle.close();
  }
}

/**
 * Reads several, one after the other.
 * @throws as {@link readSource}
 */
export async function readSources(sources: readonly BodySource[]): Promise<Buffer[]> {
  const bodies: Buffer[] = [];
  for (const source of sources) bodies.push(await readSource(source));
  return bodies;
}

/**
 * The same as {@link readSource} at once, where nobody else waits.
 * @throws as {@link readSource}
 */
export function readSourceNow(source: BodySource): Buffer {
  if ('bytes' in source) return Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength);
  const { file, offset, length } = source;
  const descriptor = openSync(file, 'r');
  try {
    const content = Buffer.allocUnsafe(length);
    if (readSync(descriptor, content, 0, length, offset) < length) throw new Error(`${file} has been cut`);
    return content;
  } finally {
    closeSync(descriptor);
  }
}

/** Where the bytes of a body are: in memory, or in a part of a file. */
export type BodySource =
  | { readonly bytes: Uint8Array }
  | { readonly file: string; readonly offset: number; readonly length: number };
