import type { TaskGroup } from '../../concurrency/index.ts';
import type { RequestContext } from '../exchange/context.ts';
import type { OriginQueues } from './origin-queues.ts';
import type { Tell } from './sending.ts';

/** What a run sends its requests into. */
export interface Within {
  readonly group: TaskGroup;
  readonly queues: OriginQueues;
  readonly context: RequestContext;
  readonly tell: Tell;
}
