import type { Profile } from '../http/secrets/profile.ts';
import type { Tool } from '../tools/tool.ts';

const general = (writing: string): string => `fetch-many makes many HTTP requests in one tool call.
- Put all URLs you need into one fetch_many call; do not call it once per URL. base_url and templates shorten them.
- A list, then its details, is one call too: {"from": id, "select": ...} in vars. "paginate" follows pages.${writing}
- Ask for the answer, not the data: "js" counts, joins, sorts and compares over all records, "select" picks JSON fields, \
"extract" (CSS) takes links, tables and texts of pages.
- All that was fetched is kept: read_result computes or reads it again by its ref, the rest of what was cut, too, without a request.
- Read summary.failures first. Each record's "error" says what to change; the other requests have run all the same.
- {"retry_of": summary.batch} runs again only what did not succeed.
- "blocked" is the policy of whoever runs the server: only that person can permit it, with the flag the error names.`;

/** Clients cut instructions at 2 KB. */
const MAX_PROFILES = 20;
const MAX_CHARACTERS = 900;

/** What of the server is told. */
interface Told {
  readonly profiles: readonly Profile[];
  readonly tools: readonly Pick<Tool, 'name'>[];
}

/** What the server says of itself. Of profiles the model sees names and origins, so that it need not ask for secrets. */
export function instructions({ profiles, tools }: Told): string {
  const told = general(tools.some(({ name }) => name === 'request_many') ? ' request_many writes.' : '');
  if (profiles.length === 0) return told;
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
  return `${told}\n- Credentials are attached for: ${list}. Do not send your own there.`;
}
