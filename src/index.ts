/** Many HTTP requests in one call, bounded and safe: what the MCP tools do, for programs. */
export type { FetchManyArgs, FetchManyResult, ReadResultArgs, ReadResultValue, RequestManyArgs } from './library/call-types.ts';
export { ConfigError } from './config/config.ts';
export {
  createFetchMany,
  fetchMany,
  requestMany,
  type CallOptions,
  type FetchMany,
  type FetchManyProgress,
  type OperatorOptions,
} from './library/library.ts';
export { UsageError } from './tools/usage-error.ts';
