import type { CallResult } from '../../../src/batch/args/result-schema.ts';
import type { Expected } from '../grade/expected.ts';
import type { Asked } from '../world/site.ts';
import type { Urls, World, WorldData } from '../world/world.ts';

/** One call of a tool. */
interface ToolCall {
  readonly tool: 'fetch_many' | 'request_many' | 'read_result';
  readonly args: Readonly<Record<string, unknown>>;
}

/** What somebody who knows the tools well would do: no call can be left out. */
interface Ideal {
  /** The calls, in order. One that needs a batch is a function of the name of the last batch of another job. */
  readonly calls: (urls: Urls, data: WorldData) => readonly (ToolCall | ((batchOf: (job: string) => string) => ToolCall))[];
  /** The answer in the result of the last call. Default: its value. */
  readonly answer?: (result: CallResult) => unknown;
}

/** Something that people want of HTTP APIs. */
export interface Job {
  readonly name: string;
  /** In plain words, as somebody would ask who knows the APIs and no tool. */
  readonly question: (urls: Urls, data: WorldData) => string;
  /** The right answer, from what the world was made of. */
  readonly expected: (data: WorldData) => Expected;
  /** What must be so in the world afterwards, and is not. Default: nothing. */
  readonly problems?: (world: Pick<World, 'data'>, asked: readonly Asked[]) => string[];
  readonly ideal: Ideal;
}
