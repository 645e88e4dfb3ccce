import { MIMEType } from 'node:util';
import { LRUCache } from 'lru-cache';

/** Characters of all headers that are kept. */
const MAX_KEPT = 10_000;

/** What was parsed last: the bodies of a call have mostly the same header, each of which is looked at several times. */
const KNOWN = new LRUCache<string, { readonly type: MIMEType | undefined }>({
  max: 100,
  maxSize: MAX_KEPT,
  sizeCalculation: (_, key) => key.length + 1,
});

/**
 * Reads a Content-Type (WHATWG MIME Sniffing, section 4.4); of several in one header the first.
 * @returns undefined if there is none, or what there is is malformed
 */
function read(contentType: string | undefined): MIMEType | undefined {
  if (contentType === undefined) return undefined;
  const known = KNOWN.get(contentType);
  if (known) return known.type;
  const type = parse(contentType);
  if (contentType.length < MAX_KEPT) KNOWN.set(contentType, { type });
  return type;
}

function parse(contentType: string): MIMEType | undefined {
  for (const text of [contentType, contentType.split(',')[0] ?? '']) {
    try {
      return new MIMEType(text);
    } catch {
      // Malformed as a whole, perhaps not its first part.
    }
  }
  return undefined;
}

/** The media type without its parameters, in lower case; '' if there is none, or what there is is malformed. */
export function mediaType(contentType: string | undefined): string {
  return read(contentType)?.essence ?? '';
}

/** A parameter of a media type, if it has that. */
export function mediaParameter(contentType: string | undefined, name: string): string | undefined {
  return read(contentType)?.params.get(name) ?? undefined;
}
