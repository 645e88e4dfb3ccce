import { requestTool } from './request-tool.ts';
import type { RequestToolDeps } from './run-call.ts';
import type { Tool } from './tool.ts';

const DESCRIPTION = `Fetch many URLs, web pages or REST API endpoints in one call: up to 1000 GET or HEAD requests, run \
concurrently and politely, with retries. \
Put everything into one call: lists, their details, further pages, and what to compute from them.
- Similar URLs are one template: {"url": "/items/{id}", "vars": {"id": "1..50"}}. A list, then its details, joined by "js":
{"base_url": "https://api.example.com", "requests": [{"id": "users", "url": "/users"}, \
{"id": "posts", "url": "/users/{uid}/posts", "vars": {"uid": {"from": "users", "select": "[].id"}}}], \
"js": "by.posts.filter(r => r.ok).map(r => ({name: by.users[0].body.find(u => u.id === r.vars.uid).name, posts: r.body.length}))\
.sort((a, b) => b.posts - a.posts).slice(0, 3)"}
- To count, sum, group, join, sort or compare, use "js": only what it returns comes back. "select" only picks \
fields; for anything beyond, write JavaScript. \
Guess fields that you do not know: a program that fails or finds nothing is answered with the shape of a body, and \
read_result {"ref": summary.batch, "js": ...} tries again without a request.
- Links, tables, parts of web pages: "extract" (CSS), not as: "text":
{"title": "h1", "links": ["main a@href"], "rows": [{"selector": "tbody tr", "value": {"name": "td", "price": "td:nth-child(2)"}}]}
A failed request never spoils the rest: summary.failures says which; a 4xx or 5xx is never ok. \
{"retry_of": summary.batch} runs again only those.`;

/** The tool that reads: GET and HEAD. */
export function fetchMany(deps: RequestToolDeps): Tool {
  const annotations = { readOnlyHint: true, idempotentHint: true, openWorldHint: true };
  return requestTool('fetch_many', { title: 'Fetch many URLs', description: DESCRIPTION, annotations }, deps);
}
