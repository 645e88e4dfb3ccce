/** An answer as one text and, if it is JSON, as the value. */
export interface GivenAnswer {
  readonly text: string;
  readonly value: unknown;
}

/**
 * Reads an answer as people write them: JSON, JSON in a code fence, or lines.
 * @param origins of the world's sites: a URL counts as its path
 */
export function readAnswer(raw: string, origins: readonly string[] = []): GivenAnswer {
  const prefixes = origins.flatMap((origin) => [origin, origin.replace(/^\w+:\/\//, '')]);
  const local = prefixes.reduce((text, prefix) => text.replaceAll(prefix, ''), raw.normalize('NFC'));
  const unfenced = /^\s*```\w*\n([\s\S]*?)\n```\s*$/.exec(local)?.[1] ?? local;
  const value = parse(unfenced);
  if (typeof value === 'string') return { text: plain(value), value: undefined };
  return value === undefined ? { text: plain(unfenced), value } : { text: flat(value), value };
}

/** A JSON value in one line, its parts well apart. */
export function flat(value: unknown): string {
  if (Array.isArray(value)) return value.map(flat).join(' ; ');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, member]) => `${name} : ${flat(member)}`)
      .join(' ; ');
  }
  return String(value);
}

/** Text without the marks of lists and emphasis. */
function plain(text: string): string {
  return text
    .replaceAll(/^[^\S\n]*(?:\d+[.)]|[-*•])[^\S\n]+/gm, '')
    .replaceAll(/[*`"“”]{1,3}(?=\S)|(?<=\S)[*`"“”]{1,3}/g, ' ')
    .replaceAll('\u00A0', ' ');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
