import { jpegSize, webpSize } from './image-size.ts';

/** What a body is by its first bytes; pixels for images. */
export interface Sniffed {
  readonly type: string;
  readonly width?: number;
  readonly height?: number;
}

/** Signatures at the very start (WHATWG MIME Sniffing, section 6; for the others the formats' own specifications). */
const SIGNATURES: readonly (readonly [signature: string, type: string])[] = [
  ['%PDF-', 'application/pdf'],
  ['PK\u0003\u0004', 'application/zip'],
  ['PK\u0005\u0006', 'application/zip'],
  ['\u001f\u008b\b', 'application/gzip'],
  ['(\u00b5/\u00fd', 'application/zstd'],
  ['7z\u00bc\u00af\u0027\u001c', 'application/x-7z-compressed'],
  ['\0asm', 'application/wasm'],
  ['wOFF\0', 'font/woff'],
  ['wOF2', 'font/woff2'],
  ['OggS\0', 'application/ogg'],
  ['fLaC\0', 'audio/flac'],
  ['\u001aE\u00df\u00a3', 'video/webm'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['\0\0\u0001\0', 'image/x-icon'],
  ['SQLite format 3\0', 'application/vnd.sqlite3'],
];

/**
 * Recognises binary formats by their magic bytes, whatever the media type says, and the size of PNG, GIF, JPEG, WebP
 * and BMP images where the header has it. Looks at the first 64 KiB at most. SVG is text, and not among them.
 */
export function sniff(body: Buffer): Sniffed | undefined {
  const head = body.subarray(0, 65_536);
  const start = head.toString('latin1', 0, 32);
  return image(head, start) ?? media(head, start) ?? signature(start);
}

function signature(start: string): Sniffed | undefined {
  const found = SIGNATURES.find(([bytes]) => start.startsWith(bytes));
  return found && { type: found[1] };
}

function image(head: Buffer, start: string): Sniffed | undefined {
  if (start.startsWith('\u0089PNG\r\n\u001a\n')) {
    const hasSize = head.length >= 24 && start.slice(12, 16) === 'IHDR';
    return { type: 'image/png', ...(hasSize && { width: head.readUInt32BE(16), height: head.readUInt32BE(20) }) };
  }
  if (/^GIF8[79]a/.test(start)) {
    const hasSize = head.length >= 10;
    return { type: 'image/gif', ...(hasSize && { width: head.readUInt16LE(6), height: head.readUInt16LE(8) }) };
  }
  if (start.startsWith('\u00ff\u00d8\u00ff')) return { type: 'image/jpeg', ...jpegSize(head) };
  if (/^RIFF[\s\S]{4}WEBP/.test(start)) return { type: 'image/webp', ...webpSize(head) };
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
  if (/^RIFF[\s\S]{4}WAVE/.test(start)) return { type: 'audio/wav' };
  if (/^RIFF[\s\S]{4}AVI /.test(start)) return { type: 'video/x-msvideo' };
  if (start.slice(4, 8) === 'ftyp') return { type: isoType(start.slice(8, 12)) };
  const isTagged = start.startsWith('ID3') && [2, 3, 4].includes(head[3] ?? 0);
  return isTagged || isMp3Frame(head) ? { type: 'audio/mpeg' } : undefined;
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
