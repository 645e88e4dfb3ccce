import { jpegSize, webpSize } from './image-size.ts';

/** What a body is by its first bytes; pixels for images. */
export interface Sniffed {
  readonly type: string;
  readonly width?: number;
  readonly height?: number;
}

/** Signatures at the very start (WHATWG MIME Sniffing, section 6; for the others the formats' own specifications). */
const SIGNATURES: readonly (readonly [signature: string, type: string])[] = [
  ['PK\u0003\u0004', 'application/zip'],
  ['PK\u0005\u0006', 'application/zip'],
  ['(\u00b5/\u00fd', 'application/zstd'],
  ['7z\u00bc\u00af\u0027\u001c', 'application/x-7z-compressed'],
  ['\0asm', 'application/wasm'],
  ['OggS\0', 'application/ogg'],
  ['\u001aE\u00df\u00a3', 'video/webm'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['\0\0\u0001\0', 'image/x-icon'],
  ['SQLite format 3\0', 'application/vnd.sqlite3'],
];

/** `{`, `[` and `<`, with which most bodies begin, and none of the formats. */
const TEXT: ReadonlySet<number | undefined> = new Set([0x7b, 0x5b, 0x3c]);

/**
 * Recognises binary formats by their magic bytes, whatever the media type says, and the size of PNG, GIF, JPEG, WebP
 * and BMP images where the header has it. Looks at the first 64 KiB at most. SVG is text, and not among them.
 */
export function sniff(body: Buffer): Sniffed | undefined {
  if (TEXT.has(body[0])) return undefined;
  const head = body.subarray(0, 65_536);
  const start = head.toString('latin1', 0, 32);
  return image(head, start) ?? media(head, start) ?? signature(start);
}

/** The formats of outlines in a web font (W3C WOFF 2.0, section 4.1). */
const FLAVORS = new Set(['\0\u0001\0\0', 'OTTO', 'true', 'ttcf']);

/** Signatures that text could start with, in their whole form. */
const FORMS: readonly (readonly [type: string, has: (start: string) => boolean])[] = [
  ['application/pdf', (start) => /^%PDF-\d/.test(start)],
  // The three highest flags are reserved.
  ['application/gzip', (start) => start.startsWith('\u001f\u008b\b') && start.charCodeAt(3) < 0x20],
  ['font/woff', (start) => start.startsWith('wOFF') && FLAVORS.has(start.slice(4, 8))],
  ['font/woff2', (start) => start.startsWith('wOF2') && FLAVORS.has(start.slice(4, 8))],
  // A block of stream info, the last one or not, 34 bytes long.
  ['audio/flac', (start) => /^fLaC[\0\u0080]\0\0"/.test(start)],
];

function signature(start: string): Sniffed | undefined {
  const type = SIGNATURES.find(([bytes]) => start.startsWith(bytes))?.[1] ?? FORMS.find(([, has]) => has(start))?.[0];
  return type === undefined ? undefined : { type };
}

function image(head: Buffer, start: string): Sniffed | undefined {
  if (start.startsWith('\u0089PNG\r\n\u001a\n')) {
    const hasSize = head.length >= 24 && start.slice(12, 16) === 'IHDR';
    return { type: 'image/png', ...(hasSize && { width: head.readUInt32BE(16), height: head.readUInt32BE(20) }) };
  }
  // Text may start with the name of the format, but has no descriptor of the screen after it.
  if (/^GIF8[79]a(?![ -~]{4})/.test(start)) {
    const hasSize = head.length >= 10;
    return { type: 'image/gif', ...(hasSize && { width: head.readUInt16LE(6), height: head.readUInt16LE(8) }) };
  }
  if (start.startsWith('\u00ff\u00d8\u00ff')) return { type: 'image/jpeg', ...jpegSize(head) };
  if (/^RIFF[^]{4}WEBPVP8[ LX]/.test(start)) return { type: 'image/webp', ...webpSize(head) };
  return bitmap(head, start);
}

/** "BM" alone starts many a text: the reserved zeros and the size of the second header make it a bitmap. */
function bitmap(head: Buffer, start: string): Sniffed | undefined {
  if (!start.startsWith('BM') || head.length < 26 || head.readUInt32LE(6) !== 0) return undefined;
  const header = head.readUInt32LE(14);
  if (header === 12) return { type: 'image/bmp', width: head.readUInt16LE(18), height: head.readUInt16LE(20) };
  if (![40, 52, 56, 64, 108, 124].includes(header)) return undefined;
  return { type: 'image/bmp', width: Math.abs(head.readInt32LE(18)), height: Math.abs(head.readInt32LE(22)) };
}

function media(head: Buffer, start: string): Sniffed | undefined {
  if (/^RIFF[^]{4}WAVE/.test(start) && hasRiffSize(head)) return { type: 'audio/wav' };
  if (/^RIFF[^]{4}AVI /.test(start) && hasRiffSize(head)) return { type: 'video/x-msvideo' };
  if (isIsoFile(head, start)) return { type: isoType(start.slice(8, 12)) };
  return isTagged(head, start) || isMp3Frame(head) ? { type: 'audio/mpeg' } : undefined;
}

/** No sound is half a gigabyte long here, which any four characters would say. */
function hasRiffSize(head: Buffer): boolean {
  return head.readUInt32LE(4) < 0x20_00_00_00;
}

/** ISO 14496-12 section 4.3: the size of the first box, which is small and of whole words, its type and a brand. */
function isIsoFile(head: Buffer, start: string): boolean {
  if (start.slice(4, 8) !== 'ftyp' || !/^[ -~]{4}$/.test(start.slice(8, 12))) return false;
  const size = head.readUInt32BE(0);
  return size >= 12 && size <= 4_096 && size % 4 === 0;
}

/** ID3v2, section 3.1: the version, and a size of four bytes without their highest bits. */
function isTagged(head: Buffer, start: string): boolean {
  if (!start.startsWith('ID3') || head.length < 10 || ![2, 3, 4].includes(head[3] ?? 0)) return false;
  return head[4] !== 0xff && head.subarray(6, 10).every((byte) => byte < 0x80);
}

/** ISO 14496-12: the major brand of the file. */
function isoType(brand: string): string {
  if (/^avi[fs]/.test(brand)) return 'image/avif';
  if (/^(?:heic|heix|mif1)/.test(brand)) return 'image/heic';
  if (/^M4[AB] /.test(brand)) return 'audio/mp4';
  return brand === 'qt  ' ? 'video/quicktime' : 'video/mp4';
}

/** ISO 11172-3: eleven bits of sync, layer III, and no forbidden rate. */
function isMp3Frame(head: Buffer): boolean {
  const [sync = 0, version = 0, rates = 0] = head;
  const bitrate = rates >> 4;
  const isRated = bitrate > 0 && bitrate < 15 && (rates & 0x0c) !== 0x0c;
  return sync === 0xff && [0xfa, 0xfb, 0xf2, 0xf3].includes(version) && isRated;
}
