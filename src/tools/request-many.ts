import { WRITE_SCHEMAS } from '../batch/args/request-schemas.ts';
import { requestTool } from './request-tool.ts';
import type { RequestToolDeps } from './run-call.ts';
import type { Tool } from './tool.ts';

const DESCRIPTION = `As fetch_many, for requests that change something too (POST, PUT, PATCH, DELETE, OPTIONS) and for \
those with a body: "json", "form" or "body", one of them. To read, use fetch_many. Arguments mean the same there.
Variables fill in bodies as well: "{id}" as a whole JSON string becomes the value itself.
POST and PATCH are sent once, never retried, unless "idempotency_key": true.
Example: {"base_url": "https://api.example.com", "idempotency_key": true, "requests": [{"method": "PATCH", "url": "/users/{id}", \
"vars": {"id": [3, 5, 8]}, "json": {"id": "{id}", "active": false}}]}`;

/** The tool that writes: any method, with bodies. */
export function requestMany(deps: RequestToolDeps): Tool {
  const annotations = { readOnlyHint: false, destructiveHint: true, openWorldHint: true };
  return requestTool({ title: 'Send many requests', description: DESCRIPTION, annotations }, WRITE_SCHEMAS, deps);
}
