/** A Unicode encoding found in the bytes themselves, and how many of them its byte order mark takes. */
export interface UnicodeForm {
  readonly charset: 'utf-8' | Utf16 | Utf32;
  readonly mark: number;
}

type Utf16 = 'utf-16le' | 'utf-16be';
type Utf32 = 'utf-32le' | 'utf-32be';

/** Bytes that are looked at to tell UTF-16 by its zeros. */
const SAMPLE = 1_024;

/** The encoding that a byte order mark names (WHATWG Encoding, section 6, BOM sniff: UTF-32 is not among them). */
export function byteOrderMark(body: Buffer): UnicodeForm | undefined {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return { charset: 'utf-8', mark: 3 };
  if (body[0] === 0xff && body[1] === 0xfe) return { charset: 'utf-16le', mark: 2 };
  return body[0] === 0xfe && body[1] === 0xff ? { charset: 'utf-16be', mark: 2 } : undefined;
}

/**
 * The Unicode encoding of a JSON text: by its mark, or by where the zeros of its first four bytes are
 * (RFC 4627 section 3; RFC 8259 section 8.1 has only UTF-8, but lets a reader be lenient).
 */
export function jsonForm(body: Buffer): UnicodeForm | undefined {
  const [first = 0, second, third, fourth] = body;
  if (first > 0 && first < 0xef && second && third && fourth) return undefined; // nearly all
  const start = body.toString('latin1', 0, 4);
  if (start === '\u00ff\u00fe\0\0') return { charset: 'utf-32le', mark: 4 };
  if (start === '\0\0\u00fe\u00ff') return { charset: 'utf-32be', mark: 4 };
  const marked = byteOrderMark(body);
  if (marked) return marked;
  const zeros = start.replaceAll(/[^\0]/g, 'x').replaceAll('\0', '0');
  if (zeros === 'x000') return { charset: 'utf-32le', mark: 0 };
  if (zeros === '000x') return { charset: 'utf-32be', mark: 0 };
  if (zeros.startsWith('x0')) return { charset: 'utf-16le', mark: 0 };
  return zeros.startsWith('0x') ? { charset: 'utf-16be', mark: 0 } : undefined;
}

/**
 * UTF-16 without a mark, where the zeros of its ASCII characters give it away (XML 1.0 appendix F is one case): a quarter of
 * them, or fewer if the others are of one script.
 */
export function unmarkedUtf16(body: Buffer): Utf16 | undefined {
  const sample = body.subarray(0, SAMPLE);
  if (body.length < 4 || !sample.includes(0)) return undefined;
  const [even, odd]: [Half, Half] = [newHalf(), newHalf()];
  let plain = 0;
  for (let at = 0; at + 1 < sample.length; at += 2) {
    const [first = 0, second = 0] = [sample[at], sample[at + 1]];
    addTo(even, first, second);
    addTo(odd, second, first);
    if (isPrinted(first) && isPrinted(second)) plain++;
  }
  const characters = Math.floor(sample.length / 2);
  const [{ zeros, controls, bytes }, others] = odd.zeros > even.zeros ? [odd, even] : [even, odd];
  // Where most of the others are two of ASCII each, the zeros are a text's own; where they make controls, those of numbers.
  if ((others.zeros + controls) * 20 > zeros) return undefined;
  const isMany = zeros * 4 >= characters && (plain * 2 <= characters - zeros || zeros * 5 >= characters * 3);
  if (!isMany && !(zeros * 20 >= characters && isOneScript(bytes, others.bytes))) return undefined;
  return odd.zeros > even.zeros ? 'utf-16le' : 'utf-16be';
}

/** Either the first or the second bytes of all characters. */
interface Half {
  zeros: number;
  /** Those zeros beside which the other byte is a control character. */
  controls: number;
  /** What bytes there are. */
  readonly bytes: Set<number>;
}

function newHalf(): Half {
  return { zeros: 0, controls: 0, bytes: new Set() };
}

function addTo(half: Half, byte: number, other: number): void {
  half.bytes.add(byte);
  if (byte !== 0) return;
  half.zeros++;
  if (other < 0x20 ? !isPrinted(other) : other >= 0x7f && other < 0xa0) half.controls++;
}

/** Whether the upper bytes are those of ASCII and of few blocks beside it, which are no signs between fields. */
function isOneScript(upper: ReadonlySet<number>, lower: ReadonlySet<number>): boolean {
  return upper.size <= 4 && lower.size >= 2 * upper.size && ![0x20, 0x2c, 0x3b, 0x7c].some((sign) => upper.has(sign));
}

function isPrinted(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

/** Decodes what {@link byteOrderMark}, {@link jsonForm} or {@link unmarkedUtf16} found; the broken becomes U+FFFD. */
export function decodeUnicode(body: Buffer, form: UnicodeForm): string {
  const bytes = body.subarray(form.mark);
  if (form.charset === 'utf-32le' || form.charset === 'utf-32be') return decodeUtf32(bytes, form.charset);
  return new TextDecoder(form.charset, { ignoreBOM: true }).decode(bytes);
}

/** TextDecoder knows no UTF-32. */
function decodeUtf32(body: Buffer, charset: Utf32): string {
  const parts: string[] = [];
  for (let at = 0; at + 4 <= body.length; at += 4) {
    const code = charset === 'utf-32le' ? body.readUInt32LE(at) : body.readUInt32BE(at);
    const valid = code <= 0x10_ffff && (code < 0xd800 || code > 0xdfff);
    parts.push(valid ? String.fromCodePoint(code) : '\ufffd');
  }
  if (body.length % 4 !== 0) parts.push('\ufffd');
  return parts.join('');
}
