import { MIMEType } from 'node:util';

/**
 * Parses a Content-Type (WHATWG MIME Sniffing, section 4.4); of several in one header the first.
 * @returns undefined if there is none, or what there is is malformed
 */
function parse(contentType: string | undefined): MIMEType | undefined {
  if (contentType === undefined) return undefined;
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
  return parse(contentType)?.essence ?? '';
}

/** A parameter of a media type, if it has that. */
export function mediaParameter(contentType: string | undefined, name: string): string | undefined {
  return parse(contentType)?.params.get(name) ?? undefined;
}
