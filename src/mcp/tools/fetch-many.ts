import type { Engine } from '../../batch/perform.ts';
import type { Progress } from '../../batch/run.ts';
import { jsonSchemaOf } from '../../batch/json-schema.ts';
import type { Plan } from '../../batch/plan.ts';
import { InvalidCall } from '../../batch/problems.ts';
import { report, serialise } from '../../batch/report.ts';
import { resultSchema } from '../../batch/result-schema.ts';
import { callSchema, type Select } from '../../batch/schema.ts';
import type { Config } from '../../config.ts';
import type { Tool, ToolContext, ToolResult } from './tool.ts';
import { UsageError } from './usage-error.ts';

const DESCRIPTION = `Make many HTTP requests (GET, HEAD) in one call and get one JSON result, in input order. \
Put every URL you need into one call instead of calling once per URL: up to 1000, run concurrently within polite limits, \
with retries, redirects and Retry-After handled.
Use "select" (JMESPath or a list of paths) to return only the fields you need; bodies over max_tokens are cut.
A failed request never spoils the rest: read summary.failures, then the records. A 4xx or 5xx is http_error with its body.
Example: {"base_url": "https://api.example.com", "requests": ["/me", {"url": "/users/{id}", "vars": {"id": "1..50"}}], \
"select": ["id", "name"], "layout": "table"}`;

/** @param engine made when the first call needs it: loading the HTTP engine would delay the start */
export function fetchMany(engine: () => Promise<Engine>, config: Config): Tool {
  let calls = 0;
  return {
    name: 'fetch_many',
    title: 'Fetch many URLs',
    description: DESCRIPTION,
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: true },
    get inputSchema() {
      return jsonSchemaOf(callSchema);
    },
    get outputSchema() {
      return jsonSchemaOf(resultSchema);
    },
    async handle(args: unknown, context: ToolContext): Promise<ToolResult> {
      const started = performance.now();
      const planned = await planOrThrow(args, config);
      await checkSelect(planned.call.select);
      const [{ run }, shared] = await Promise.all([import('../../batch/run.ts'), engine()]);
      const batch = `b${++calls}`;
      const ran = await run(planned, batch, shared, context.signal, (progress) => {
        context.progress(progress.done, progress.total, () => sentence(progress));
      });
      const value = await report(ran, {
        batch,
        elapsedMs: performance.now() - started,
        maxTokens: planned.call.max_tokens,
        layout: planned.call.layout,
      });
      return { value, text: serialise(value), isError: ran.cancelled };
    },
  };
}

async function planOrThrow(args: unknown, config: Config): Promise<Plan> {
  const { plan } = await import('../../batch/plan.ts');
  try {
    return plan(args, config);
  } catch (error) {
    if (error instanceof InvalidCall) throw new UsageError(error.message);
    throw error;
  }
}

/** A select of the whole call that cannot be read is wrong with the call: no request is worth sending for it. */
async function checkSelect(wanted: Select | undefined): Promise<void> {
  if (wanted === undefined) return;
  const { selectProblem } = await import('../../result/select/select.ts');
  const problem = await selectProblem(wanted);
  if (problem !== undefined) throw new UsageError(new InvalidCall([problem.replace(/^select /, 'select: ')]).message);
}

/** `37/100 done, 2 failed; api.example.com: waiting 12 s (429)` */
function sentence({ done, total, failed, waits }: Progress): string {
  const failures = failed > 0 ? `, ${failed} failed` : '';
  const waiting = [...waits].flatMap(([origin, { until, why }]) => {
    const seconds = Math.ceil((until - performance.now()) / 1_000);
    return seconds > 0 ? [`; ${new URL(origin).host}: waiting ${seconds} s (${why})`] : [];
  });
  return `${done}/${total} done${failures}${waiting.slice(0, 3).join('')}`;
}
