import { History } from '../../batch/schedule/batch-history.ts';
import { buildOptions } from '../../config/build-config.ts';
import { createEngine } from '../../engine.ts';
import { fetchMany } from '../../tools/fetch-many.ts';
import { readResult } from '../../tools/read-result.ts';
import { requestMany } from '../../tools/request-many.ts';
import type { Tool } from '../../tools/tool.ts';

/** The tools of a server without flags, for their names and words: none of them can be called. */
export async function toolList(): Promise<readonly Pick<Tool, 'name' | 'title'>[]> {
  const config = { ...buildOptions(() => undefined, {}), profiles: [] };
  const engine = createEngine(config);
  const deps = { engine, config, history: new History() };
  const tools = [fetchMany(deps), requestMany(deps), readResult(engine)];
  await engine.close();
  return tools;
}
