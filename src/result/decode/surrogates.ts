/** Any escape of a JSON string; a pair of surrogates as one. */
const ESCAPES = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|[^])/g;
const LONE = /^\\u[dD][89a-fA-F][\da-fA-F]{2}$/;

/**
 * Replaces lone surrogates, which JSON text may escape but which cannot be written as UTF-8: strict clients refuse a
 * message that has one. In time that is proportional to the text.
 * @param json valid JSON
 * @returns the same string if it has none
 */
export function withoutLoneSurrogates(json: string): string {
  if (!/\\u[dD][89a-fA-F]/.test(json)) return json;
  let isChanged = false;
  const changed = json.replaceAll(ESCAPES, (escape) => {
    if (!LONE.test(escape)) return escape;
    isChanged = true;
    return '\\ufffd';
  });
  return isChanged ? changed : json;
}
