// How well a text that was decoded in some charset looks like one: above 0.85 plausible, prose about twice as much.

import { PUNCTUATION } from './letter-frequencies.ts';

/**
 * Kana are in no other language's text, and Japanese prose does not go without: they are a tenth of what is not ASCII.
 * Half-width ones are what Western letters turn into.
 */
export function kanaScore(text: string): number {
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
export function ideographScore(text: string, frequent: string, isScript: (code: number) => boolean): number {
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

/** Letters count by their rank, capitals less; capitals within a word, and what is no letter, count against. */
export function alphabetScore(text: string, letters: string): number {
  const ranks = new Map(Array.from(letters, (letter, rank) => [letter, rank < 12 ? 1.8 : rank < 24 ? 1 : 0.5]));
  const factsOf = onceEach((character) => {
    const lower = character.toLowerCase();
    return { isCapital: lower !== character, worth: ranks.get(lower) ?? (PUNCTUATION.includes(character) ? 0.5 : -2) };
  });
  let [score, beyond] = [0, 0];
  let wasLower = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) {
      wasLower = false;
      continue;
    }
    beyond++;
    const { isCapital, worth } = factsOf(code);
    score += isCapital ? (wasLower ? -2 : worth * 0.85) : worth;
    wasLower = !isCapital && worth > 0;
  }
  return score / beyond;
}

/** A symbol between two letters, such as the ³ of a Polish word, speaks against; so do capitals behind small letters. */
export function latinScore(text: string, letters: string): number {
  const known = new Set(letters);
  const kindOf = onceEach((character) => {
    if (known.has(character)) return 'letter';
    return known.has(character.toLowerCase()) ? 'capital' : PUNCTUATION.includes(character) ? 'punctuation' : 'symbol';
  });
  let [score, beyond] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    beyond++;
    const isInside = isSmall(text.charCodeAt(at - 1));
    const after = text.charCodeAt(at + 1);
    const isAlone = !isInside && !isSmall(after) && !(after >= 0x41 && after <= 0x5a);
    const kind = kindOf(code);
    if (kind === 'letter' || (kind === 'capital' && !isInside)) score += isAlone ? 0.5 : 1;
    else if (kind === 'punctuation') score += 0.9;
    else if (isInside) score -= 2;
  }
  return score / beyond;
}

/** What is to be said of a character, by its code: texts have few different ones, so it is found out once for each. */
function onceEach<T>(say: (character: string) => T): (code: number) => T {
  const said = new Map<number, T>();
  return (code) => {
    let found = said.get(code);
    if (found === undefined) said.set(code, (found = say(String.fromCharCode(code))));
    return found;
  };
}

/** Whether a UTF-16 unit is one of a to z. */
function isSmall(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

/** Whether a UTF-16 unit is a Chinese character, or punctuation that stands beside them. */
export function isHan(code: number): boolean {
  return (code >= 0x4e00 && code <= 0x9fff) || isWide(code);
}

/** Whether a UTF-16 unit is a Korean syllable, or punctuation that stands beside them. */
export function isHangul(code: number): boolean {
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
