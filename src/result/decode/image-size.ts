/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size in a JPEG's frame header (ITU T.81 section B.2.2), if that is within these bytes. */
export function jpegSize(head: Buffer): Size | undefined {
  for (let at = 2; at + 9 <= head.length;) {
    if (head[at] !== 0xff) return undefined;
    const marker = head[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
    const standsAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (marker === 0xff) at += 1; // a fill byte
    else at += standsAlone ? 2 : 2 + Math.max(2, head.readUInt16BE(at + 2));
  }
  return undefined;
}

/** The size of a WebP image (RFC 9649 sections 2.5 to 2.7): simple, lossless or extended. */
export function webpSize(head: Buffer): Size | undefined {
  if (head.length < 30) return undefined;
  const format = head.toString('latin1', 12, 16);
  if (format === 'VP8X') return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
  if (format === 'VP8L') {
    const bits = head.readUInt32LE(21);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (format !== 'VP8 ') return undefined;
  return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
}
