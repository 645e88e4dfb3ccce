/**
 * Every kind of job, by its name. To add one, write a file in `jobs/` that exports `run`, and add its line here. Arguments
 * and result are copied between processes: plain data, Maps, Buffers; no functions, no classes.
 */
export const JOBS = {
  read: () => import('./jobs/read.ts'),
  check: () => import('./jobs/check.ts'),
  program: () => import('./jobs/program.ts'),
  part: () => import('./jobs/part.ts'),
  page: () => import('./jobs/page.ts'),
  condition: () => import('./jobs/condition.ts'),
  warm: () => import('./jobs/warm.ts'),
  values: () => import('./jobs/values.ts'),
  save: () => import('./jobs/save.ts'),
};

export type JobName = keyof typeof JOBS;
type JobModule<Name extends JobName> = Awaited<ReturnType<(typeof JOBS)[Name]>>;
export type JobArgs<Name extends JobName> = Parameters<JobModule<Name>['run']>[0];
export type JobResult<Name extends JobName> = Awaited<ReturnType<JobModule<Name>['run']>>;
