/**
 * Parses a URL as the WHATWG URL parser reads it. Use this, not `URL.canParse`: once it has been called some ten
 * thousand times Node 20 compiles it to a version that says no to every text with a character from U+0080 to U+00FF.
 * @param text absolute, or relative to `base`
 * @returns undefined if it is no URL
 */
export function parseUrl(text: string, base?: string | URL): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
