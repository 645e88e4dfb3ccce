/** What windows-1252 has at 0x80-0x9F (WHATWG Encoding, index windows-1252); five of them stay control characters. */
const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** The UTF-16 code unit of each byte. */
const UNITS = Uint16Array.from({ length: 256 }, (_, byte) => windows1252(byte).charCodeAt(0));

/** The character of a byte 0x80-0x9F in windows-1252; any other code comes back as its own character. */
export function windows1252(code: number): string {
  return C1[code - 0x80] ?? String.fromCodePoint(code);
}

/**
 * Decodes windows-1252, which is also what the labels iso-8859-1, latin1 and us-ascii mean (WHATWG Encoding,
 * section 4.2). TextDecoder of Node 20 leaves 0x80-0x9F as control characters (node #56542).
 */
export function decodeWindows1252(body: Buffer): string {
  const text = body.toString('latin1');
  if (!/[\u0080-\u009f]/.test(text)) return text;
  const units = new DataView(new ArrayBuffer(body.length * 2));
  for (let at = 0; at < body.length; at++) units.setUint16(at * 2, UNITS[body[at] ?? 0] ?? 0, true);
  return Buffer.from(units.buffer).toString('utf16le');
}
