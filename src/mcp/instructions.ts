import type { Profile } from '../http/secrets/profile.ts';

const GENERAL = `fetch-many makes many HTTP requests in one tool call.
- Put all URLs you need into one fetch_many call; do not call it once per URL. base_url and templates shorten them.
- List, then details is one call too: {"from": id, "select": ...} in vars. "paginate" follows pages. To change things: request_many.
- Choose fields with "select" whenever bodies are JSON, parts of pages with "extract" (CSS): it keeps results small.
- A body that was cut has a "ref": read_result pages through it, or selects from the whole, without another request.
- Read summary.failures first. Each record's "error" says what to change; the other requests have run all the same.
- {"retry_of": summary.batch} runs again only what did not succeed.
- "blocked" is the policy of whoever runs the server: only that person can permit it, with the flag the error names.`;

/** Clients cut instructions at 2 KB. */
const MAX_PROFILES = 20;
const MAX_CHARACTERS = 900;

/** What the server says of itself. Of profiles the model sees names and origins, so that it need not ask for secrets. */
export function instructions(profiles: readonly Profile[]): string {
  if (profiles.length === 0) return GENERAL;
  const shown: string[] = [];
  let length = 0;
  for (const { name, origin } of profiles.slice(0, MAX_PROFILES)) {
    const words = `${name} (${origin})`;
    length += words.length + 2;
    if (length > MAX_CHARACTERS) break;
    shown.push(words);
  }
  const more = profiles.length - shown.length;
  const list = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
  return `${GENERAL}\n- Credentials are attached for: ${list}. Do not send your own there.`;
}
