/** What has a meaning in patterns, and hardly any in text. */
const PATTERN = /\S\|\S|\.[*+]|\\[bdsw]/;
/** `/.../gi`; a path such as `/api/users` is none. */
const BETWEEN_SLASHES = /^\/(.+)\/(g|i|gi|ig)?$/;
/** What a path between slashes hardly has. */
const HARDLY_OF_PATHS = /[\\|^$*+?()[\]]/;

/**
 * What is to be said of a search that found nothing, if it is written as a regular expression: it is looked for as it stands.
 * @returns with the program that looks for the pattern; undefined if it is none
 */
export function patternHint(search: string): string | undefined {
  const [, source = search, flags] = BETWEEN_SLASHES.exec(search) ?? [];
  const isBetween = source !== search && (HARDLY_OF_PATHS.test(source) || (flags !== undefined && !source.includes('/')));
  if (!(PATTERN.test(source) || isBetween) || !isPattern(source)) return undefined;
  const js = `ok.map(r => JSON.stringify(r.body).match(/${source.replaceAll(/(?<!\\)\//g, '\\/')}/gi))`;
  return `a search is for text as it stands; for a pattern: "js": ${JSON.stringify(js)}`;
}

function isPattern(source: string): boolean {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch {
    return false;
  }
}
