const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Without such a run no number of a JSON text is inexact: 15 digits are always safe, and so is an exponent of two. */
const SUSPECT = /\d{16}|[eE]\+?\d{3}/;

/**
 * Puts quotes around the numbers of a JSON text that a JavaScript number would change: whole numbers beyond 2^53 - 1
 * (RFC 8259 section 6 calls the others interoperable), and numbers beyond its range, which would become Infinity.
 * Nothing else changes: not strings, not keys, not fractions. In time that is proportional to the text.
 * @param text valid JSON
 * @returns the same string if there are none
 */
export function quoteBigNumbers(text: string): string {
  if (!SUSPECT.test(text)) return text;
  const parts: string[] = [];
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = closingQuote(text, at);
    } else if (code === 0x2d || isDigit(code)) {
      const end = numberEnd(text, at);
      const token = text.slice(at, end);
      if (isChanged(token)) {
        parts.push(text.slice(copied, at), `"${token}"`);
        copied = end;
      }
      at = end - 1;
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(copied);
}

/** The index of the quote that closes the string which opens at this index; the length of the text if none does. */
export function closingQuote(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return text.length;
}

function isChanged(token: string): boolean {
  const value = Number(token);
  return !Number.isFinite(value) || (!Number.isSafeInteger(value) && /^-?\d+$/.test(token));
}

function numberEnd(text: string, start: number): number {
  let end = start + 1;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    // + - . e E
    if (!isDigit(code) && code !== 0x2b && code !== 0x2d && code !== 0x2e && code !== 0x45 && code !== 0x65) break;
  }
  return end;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
