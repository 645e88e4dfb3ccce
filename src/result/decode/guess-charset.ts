import { alphabetScore, ideographScore, isHan, isHangul, kanaScore, latinScore } from './charset-scores.ts';
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
