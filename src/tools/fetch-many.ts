import { READ_SCHEMAS } from '../batch/args/request-schemas.ts';
import { requestTool } from './request-tool.ts';
import type { RequestToolDeps } from './run-call.ts';
import type { Tool } from './tool.ts';

const DESCRIPTION = `Make many HTTP requests (GET, HEAD) in one call and get one JSON result, in input order. \
Put every URL you need into one call instead of calling once per URL: up to 1000, run concurrently within polite limits, \
with retries, redirects and Retry-After handled.
Use "select" (JMESPath or a list of paths) to return only the fields you need, "extract" (CSS) for parts of pages; bodies over \
max_tokens are cut.
A failed request never spoils the rest: read summary.failures, then the records. A 4xx or 5xx is http_error with its body; \
{"retry_of": summary.batch} runs again only what did not succeed.
Say many requests as one template; {"from": id, "select": JMESPath} takes a variable's values from another request's body, so one \
call lists and then gets the details:
{"base_url": "https://api.example.com", "requests": [{"id": "users", "url": "/users", "select": "length(@)"}, \
{"url": "/users/{id}/posts", "vars": {"id": {"from": "users", "select": "[].id"}}, "select": "[].title"}, \
{"url": "/items?page={p}", "vars": {"p": "1..50"}}], "layout": "table"}`;

/** The tool that reads: GET and HEAD. */
export function fetchMany(deps: RequestToolDeps): Tool {
  const annotations = { readOnlyHint: true, idempotentHint: true, openWorldHint: true };
  return requestTool({ title: 'Fetch many URLs', description: DESCRIPTION, annotations }, READ_SCHEMAS, deps);
}
