import { canonicalName, type HeaderProblem } from '../header-rules.ts';

/** Headers, secrets among them, for every request to one origin. */
export interface Profile {
  readonly name: string;
  readonly origin: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What of them must never be shown. */
  readonly secrets: readonly string[];
}

/** Which headers of a caller a profile sets itself at the origin of this URL. */
export function takenHeaders(
  headers: Readonly<Record<string, string>> | undefined,
  url: URL,
  profiles: readonly Profile[],
): readonly HeaderProblem[] {
  if (headers === undefined || profiles.length === 0) return [];
  const { origin } = url;
  const there = profiles.filter((profile) => profile.origin === origin);
  return Object.keys(headers).flatMap((name) => {
    const canonical = canonicalName(name);
    const profile = there.find((each) => Object.keys(each.headers).some((header) => canonicalName(header) === canonical));
    return profile ? [{ path: name, message: `is set by the profile "${profile.name}" for ${origin}; leave it out` }] : [];
  });
}
