import { normalizeEncoding } from '@exodus/bytes/encoding-lite.js';
import { createMultibyteDecoder } from '@exodus/bytes/multi-byte.js';
import { createSinglebyteDecoder } from '@exodus/bytes/single-byte.js';

const MULTI_BYTE = new Set(['gbk', 'gb18030', 'big5', 'euc-jp', 'iso-2022-jp', 'shift_jis', 'euc-kr']);

/** Names in use that the WHATWG Encoding standard does not list. */
const ALIASES: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp943: 'shift_jis',
  'windows-932': 'shift_jis',
  eucjp: 'euc-jp',
  cp936: 'gbk',
  ms936: 'gbk',
  'windows-936': 'gbk',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  euckr: 'euc-kr',
  cp950: 'big5',
  'windows-950': 'big5',
  big5hkscs: 'big5',
  'latin-1': 'windows-1252',
  'iso-latin-1': 'windows-1252',
  win1251: 'windows-1251',
  'utf8-bom': 'utf-8',
  utf8mb4: 'utf-8',
  utf16: 'utf-16le',
};

/**
 * The name that the WHATWG Encoding standard (section 4.2) has for a label, in lower case.
 * @returns undefined if nothing can decode it: it is unknown, or one of those that the standard replaces, such as
 *   iso-2022-kr
 */
export function encodingOf(label: string): string | undefined {
  const name = label.trim().toLowerCase();
  const encoding = normalizeEncoding(Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? name) : name);
  return encoding === null || encoding === 'replacement' ? undefined : encoding;
}

/** Whether a character of this encoding may take several bytes. */
export function isMultiByte(encoding: string): boolean {
  return MULTI_BYTE.has(encoding);
}

/**
 * Decodes an encoding that is not of Unicode by the tables of the WHATWG Encoding standard (sections 9 to 14). Not by
 * TextDecoder: in every Node it is wrong for thousands of sequences of Big5, EUC-KR, EUC-JP and Shift_JIS, in older
 * ones also for windows-1252 and others.
 * @param encoding by its name in the standard, as {@link encodingOf} gives it
 * @returns the text; what is broken is U+FFFD in it
 */
export function decodeLegacy(body: Uint8Array, encoding: string): string {
  return isMultiByte(encoding) ? createMultibyteDecoder(encoding, true)(body) : createSinglebyteDecoder(encoding, true)(body);
}
