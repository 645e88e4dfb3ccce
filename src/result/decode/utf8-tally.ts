/** How much of some bytes is UTF-8. */
export interface Utf8Tally {
  /** Characters of more than one byte. */
  readonly good: number;
  /** Places that are none; each becomes one U+FFFD. */
  readonly broken: number;
}

/**
 * Counts the characters beyond ASCII, and the places that are not UTF-8 (Unicode, table 3-7; the longest beginning of a
 * character is one place, as in the WHATWG decoder). In one pass.
 */
export function tallyUtf8(body: Uint8Array): Utf8Tally {
  let good = 0;
  let broken = 0;
  for (let at = 0; at < body.length;) {
    const lead = body[at++] ?? 0;
    if (lead < 0x80) continue;
    let left = lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2 : lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
    if (left === 0) {
      broken++;
      continue;
    }
    let lower = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    let upper = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    for (; left > 0; left--) {
      const byte = body[at] ?? 0;
      if (byte < lower || byte > upper) break;
      [lower, upper] = [0x80, 0xbf];
      at++;
    }
    if (left === 0) good++;
    else broken++;
  }
  return { good, broken };
}
