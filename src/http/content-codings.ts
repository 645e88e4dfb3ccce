/** Codings that do change a body, and that nothing here undoes. */
const FOREIGN = /^(?:x-)?(?:compress|zstd|dcb|dcz|exi|pack200-gzip|aes128gcm|aesgcm|bzip2?|bz2|xz|lzma|lzip|snappy|lz4|sdch)$/;

/** What a header lists as codings, in the order in which they were applied. */
export interface Codings {
  /** Names in their own letters, without parameters. */
  readonly applied: readonly string[];
  /** What is no coding at all: `aws-chunked`, `UTF-8`, `none`. Servers write such things, and mean nothing by it. */
  readonly ignored: readonly string[];
}

const NONE: Codings = { applied: [], ignored: [] };

/**
 * Reads a list of codings (RFC 9110 section 8.4.1), without `identity` and, of a Transfer-Encoding, `chunked`.
 * @param isKnown whether a name in lower case can be undone
 */
export function codingsIn(list: string, isKnown: (name: string) => boolean): Codings {
  if (list === '') return NONE;
  const names = list
    .split(',')
    .map((name) => (name.split(';')[0] ?? '').trim())
    .filter((name) => name !== '' && !/^(?:identity|chunked)$/i.test(name));
  const isCoding = (name: string): boolean => isKnown(name.toLowerCase()) || FOREIGN.test(name.toLowerCase());
  return { applied: names.filter(isCoding), ignored: names.filter((name) => !isCoding(name)) };
}

/** A name of a coding as a message may repeat it: it may be an echo of a secret, which is found only whole. */
export function quotedCoding(name: string): string {
  return name.length > 40 ? `a name of ${name.length} characters` : JSON.stringify(name);
}
