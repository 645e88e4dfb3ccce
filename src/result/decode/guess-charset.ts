import * as common from './letter-frequencies.ts';
import { decodeLegacy } from './legacy-charset.ts';

/** A charset that the bytes speak for. */
export interface GuessedCharset {
  readonly charset: string;
  /** Whether the bytes speak clearly: enough of them, and nearly all as that charset has them. */
  readonly isClear: boolean;
}

/** Bytes that are looked at, from the first that is not ASCII on. */
const SAMPLE = 65_536;
/** A score from which on a text is plausible in a charset; prose has about twice as much. */
const PLAUSIBLE = 0.85;
/** Bytes beyond ASCII from which on a guess can be clear. */
const ENOUGH = 3;

/**
 * Guesses the charset of a text that is neither UTF-8 nor declared, by how frequent its characters are: Japanese,
 * Chinese, Korean, then the alphabets that take most of a word beyond ASCII (Cyrillic, Greek, Hebrew, Arabic, Thai), else
 * those that are ASCII with a few letters more. windows-1252 if nothing speaks for another. In time that is
 * proportional to the sample, which is at most 64 KiB.
 */
export function guessCharset(body: Uint8Array): GuessedCharset {
  const sample = sampleOf(body);
  const { high, adjacent } = tallyBytes(sample);
  if (high === 0) return { charset: 'windows-1252', isClear: false };
  // Alphabets of their own take whole words; in others, letters beyond ASCII stand alone.
  const isAlphabet = adjacent * 10 >= high * 4;
  const candidates = [...latin(sample), ...ideographic(sample), ...(isAlphabet ? alphabetic(sample) : [])];
  let best = { charset: 'windows-1252', score: 0.5 };
  for (const candidate of candidates) if (candidate.score > best.score) best = candidate;
  return { charset: best.charset, isClear: best.score >= PLAUSIBLE && high >= ENOUGH };
}

interface Candidate {
  readonly charset: string;
  readonly score: number;
}

/** From a boundary of characters on: that of the first byte that is not ASCII. */
function sampleOf(body: Uint8Array): Uint8Array {
  const start = body.findIndex((byte) => byte >= 0x80);
  return start === -1 ? body.subarray(0, 0) : body.subarray(Math.max(0, start - 1), start + SAMPLE);
}

/** How many bytes are beyond ASCII, and how many of those stand beside another. */
function tallyBytes(sample: Uint8Array): { readonly high: number; readonly adjacent: number } {
  let high = 0;
  let adjacent = 0;
  for (let at = 0; at < sample.length; at++) {
    if ((sample[at] ?? 0) < 0x80) continue;
    high++;
    if ((sample[at - 1] ?? 0) >= 0x80 || (sample[at + 1] ?? 0) >= 0x80) adjacent++;
  }
  return { high, adjacent };
}

function ideographic(sample: Uint8Array): Candidate[] {
  const japanese = ['shift_jis', 'euc-jp'].map((charset) => ({ charset, score: kanaScore(decodeLegacy(sample, charset)) }));
  return [
    ...japanese,
    { charset: 'gbk', score: ideographScore(decodeLegacy(sample, 'gb18030'), common.SIMPLIFIED, isHan) },
    { charset: 'big5', score: ideographScore(decodeLegacy(sample, 'big5'), common.TRADITIONAL, isHan) },
    { charset: 'euc-kr', score: ideographScore(decodeLegacy(sample, 'euc-kr'), common.HANGUL, isHangul) },
  ];
}

/**
 * Kana are in no other language's text, and Japanese prose does not go without: they are a tenth of what is not ASCII.
 * Half-width ones are what Western letters turn into.
 */
function kanaScore(text: string): number {
  let [kana, halfWidth, beyond, broken] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) beyond++;
    if (code >= 0x3041 && code <= 0x30fa) kana++;
    if (code >= 0xff61 && code <= 0xff9f) halfWidth++;
    if (isBroken(code)) broken++;
  }
  const isJapanese = kana * 10 >= beyond && halfWidth <= kana && broken * 100 <= beyond;
  return !isJapanese || kana === 0 ? 0 : kana === 1 ? 1.5 : 3;
}

/** The share of characters of the script, and more for the frequent ones; less for what no text has. */
function ideographScore(text: string, frequent: string, isScript: (code: number) => boolean): number {
  const known = new Set(frequent);
  let [beyond, script, frequents, broken] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    beyond++;
    if (isScript(code)) script++;
    if (known.has(text[at] ?? '')) frequents++;
    if (isBroken(code)) broken++;
  }
  if (beyond === 0 || broken * 50 > beyond || script * 2 < beyond) return 0;
  return (script * 0.6 + frequents * 2 - broken * 10) / beyond;
}

const ALPHABETS: readonly (readonly [charset: string, letters: string])[] = [
  ['windows-1251', common.CYRILLIC],
  ['koi8-r', common.CYRILLIC],
  ['koi8-u', common.CYRILLIC],
  ['iso-8859-5', common.CYRILLIC],
  ['windows-1253', common.GREEK],
  ['windows-1255', common.HEBREW],
  ['windows-1256', common.ARABIC],
  ['windows-874', common.THAI],
];

function alphabetic(sample: Uint8Array): Candidate[] {
  return ALPHABETS.map(([charset, letters]) => ({ charset, score: alphabetScore(decodeLegacy(sample, charset), letters) }));
}

/** Letters count by their rank, capitals less; capitals within a word, and what is no letter, count against. */
function alphabetScore(text: string, letters: string): number {
  const ranks = new Map(Array.from(letters, (letter, rank) => [letter, rank < 12 ? 1.8 : rank < 24 ? 1 : 0.5]));
  let [score, beyond] = [0, 0];
  let wasLower = false;
  for (const character of text) {
    if (character < '\u0080') {
      wasLower = false;
      continue;
    }
    beyond++;
    const lower = character.toLowerCase();
    const isCapital = lower !== character;
    const worth = ranks.get(lower) ?? (common.PUNCTUATION.includes(character) ? 0.5 : -2);
    score += isCapital ? (wasLower ? -2 : worth * 0.85) : worth;
    wasLower = !isCapital && worth > 0;
  }
  return score / beyond;
}

const LATIN: readonly (readonly [charset: string, letters: string])[] = [
  ['windows-1252', common.WESTERN],
  ['windows-1250', common.CENTRAL],
  ['iso-8859-2', common.CENTRAL],
  ['windows-1254', common.TURKISH],
  ['windows-1257', common.BALTIC],
];

function latin(sample: Uint8Array): Candidate[] {
  return LATIN.map(([charset, letters]) => ({ charset, score: latinScore(decodeLegacy(sample, charset), letters) }));
}

/** A symbol between two letters, such as the ³ of a Polish word, speaks against; so do capitals behind small letters. */
function latinScore(text: string, letters: string): number {
  const known = new Set(letters);
  let [score, beyond] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character < '\u0080') continue;
    beyond++;
    const isInside = /[a-z]/.test(text[at - 1] ?? '');
    const isAlone = !isInside && !/[A-Za-z]/.test(text[at + 1] ?? '');
    const lower = character.toLowerCase();
    if (known.has(character) || (known.has(lower) && !isInside)) score += isAlone ? 0.5 : 1;
    else if (common.PUNCTUATION.includes(character)) score += 0.9;
    else if (isInside) score -= 2;
  }
  return score / beyond;
}

function isHan(code: number): boolean {
  return (code >= 0x4e00 && code <= 0x9fff) || isWide(code);
}

function isHangul(code: number): boolean {
  return (code >= 0xac00 && code <= 0xd7a3) || isWide(code);
}

/** Punctuation and full-width forms that East Asian texts have beside their own characters. */
function isWide(code: number): boolean {
  return (code >= 0x3000 && code <= 0x303f) || (code >= 0xff00 && code <= 0xff60) || code === 0x2014 || code === 0x2026;
}

/** U+FFFD, and what is for private use: no text has it. */
function isBroken(code: number): boolean {
  return code === 0xfffd || (code >= 0xe000 && code <= 0xf8ff);
}
