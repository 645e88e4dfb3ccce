import { requestTool } from './request-tool.ts';
import type { RequestToolDeps } from './run-call.ts';
import type { Tool } from './tool.ts';

const DESCRIPTION = `Send many POST, PUT, PATCH or DELETE requests in one call: bulk create, update, delete, or POST searches. \
All else is as in fetch_many, which is the one for reading: templates, vars, from, js, select, extract, paginate.
A body is one of "json", "form", "body". In json, a string that is only "{name}" becomes the variable's value itself, objects too. \
Read, change, write back in one call:
{"requests": [{"id": "item", "url": "https://api.example.com/items/{n}", "vars": {"n": [3, 5, 8]}}, \
{"method": "PUT", "url": "https://api.example.com/items/{id}", "headers": {"if-match": "{etag}"}, "json": "{item}", \
"vars": {"from": "item", "select": "(body, {headers}) => ({id: body.id, etag: headers.etag, item: {...body, open: false}})"}}]}
POST and PATCH are sent once, never retried, unless "idempotency_key": true.`;

/** The tool that writes: any method, with bodies. */
export function requestMany(deps: RequestToolDeps): Tool {
  const annotations = { readOnlyHint: false, destructiveHint: true, openWorldHint: true };
  return requestTool('request_many', { title: 'Send many requests', description: DESCRIPTION, annotations }, deps);
}
