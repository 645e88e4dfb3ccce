/** Structured concurrency: tasks that never outlive their scope, permits, deadlines. No dependency, nothing of HTTP. */
export { Cancelled } from './cancelled.ts';
export { TimeoutError, withDeadline } from './deadline.ts';
export { mapConcurrent } from './map.ts';
export { Semaphore, type Release } from './semaphore.ts';
export { taskGroup, type TaskGroup } from './task-group.ts';
