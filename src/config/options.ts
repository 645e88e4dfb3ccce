import { tmpdir } from 'node:os';
import { allowList, bytes, count, directory, headerValue, hostList, yesOrNo } from './option-values.ts';
import { parseProxy } from './proxy.ts';
import { VERSION } from '../version.ts';
import { LOG_LEVELS, type LogLevel } from '../log.ts';
import type { Config } from './config.ts';

/** One thing the operator can decide, and how its text is read. */
export interface Option {
  readonly key: Exclude<keyof Config, 'profiles'>;
  readonly flag: string;
  readonly value: string;
  readonly fallback: string;
  readonly help: string;
  readonly repeatable?: boolean;
  /** A flag without a value; true or false as a variable or a key. */
  readonly isSwitch?: boolean;
  /** @param env the environment, for what points to it */
  parse(text: string, env: Readonly<Record<string, string | undefined>>): Config[Option['key']];
}

/** Every flag; the environment's and the file's names derive from it. */
export const OPTIONS: readonly Option[] = [
  {
    key: 'allow',
    flag: 'allow',
    value: 'HOST[:PORT|:*]|CIDR',
    fallback: '',
    repeatable: true,
    help: 'permit a host or network that is not public; repeatable',
    parse: allowList,
  },
  {
    key: 'hosts',
    flag: 'hosts',
    value: 'LIST',
    fallback: '*',
    repeatable: true,
    help: 'contact only these hosts, such as api.example.com,*.example.org; repeatable',
    parse: hostList,
  },
  {
    key: 'readOnly',
    flag: 'read-only',
    value: '',
    fallback: '',
    isSwitch: true,
    help: 'no request_many: only GET and HEAD',
    parse: yesOrNo,
  },
  {
    key: 'maxRequests',
    flag: 'max-requests',
    value: 'N',
    fallback: '1000',
    help: 'requests in one call',
    parse: count(1, 10_000),
  },
  {
    key: 'maxConcurrency',
    flag: 'max-concurrency',
    value: 'N',
    fallback: '64',
    help: 'requests in flight, all calls together',
    parse: count(1, 1_000),
  },
  {
    key: 'maxPerHost',
    flag: 'max-per-host',
    value: 'N',
    fallback: '8',
    help: 'requests in flight to one origin, all calls together',
    parse: count(1, 1_000),
  },
  {
    key: 'maxResponseBytes',
    flag: 'max-response-bytes',
    value: 'BYTES',
    fallback: '10MiB',
    help: 'cap of one body, decoded',
    parse: bytes(1, 2 ** 30),
  },
  {
    key: 'maxRedirects',
    flag: 'max-redirects',
    value: 'N',
    fallback: '5',
    help: 'redirects of one request',
    parse: count(0, 20),
  },
  {
    key: 'storeDir',
    flag: 'store-dir',
    value: 'DIR',
    fallback: '',
    help: "where bodies that do not fit a result are kept; by default the system's temporary directory",
    parse: (text) => directory(text) ?? tmpdir(),
  },
  {
    key: 'storeBytes',
    flag: 'store-bytes',
    value: 'BYTES',
    fallback: '512MiB',
    help: 'how much of them, an eighth of it for the cache; the oldest are dropped first',
    parse: bytes(0, 2 ** 40),
  },
  {
    key: 'saveDir',
    flag: 'save-dir',
    value: 'DIR',
    fallback: '',
    help: 'adds save_result, which writes results to files below this directory, and nowhere else',
    parse: directory,
  },
  {
    key: 'respectRobots',
    flag: 'respect-robots',
    value: '',
    fallback: '',
    isSwitch: true,
    help: 'ask only for what robots.txt allows (RFC 9309); for crawls',
    parse: yesOrNo,
  },
  {
    key: 'proxy',
    flag: 'proxy',
    value: 'env|URL',
    fallback: '',
    help: 'tunnel through a proxy; env: through that of HTTP_PROXY, HTTPS_PROXY and NO_PROXY',
    parse: parseProxy,
  },
  {
    key: 'userAgent',
    flag: 'user-agent',
    value: 'TEXT',
    fallback: `fetch-many-mcp/${VERSION} (+https://www.npmjs.com/package/fetch-many-mcp)`,
    help: 'what requests say they come from',
    parse: headerValue,
  },
  {
    key: 'traceContext',
    flag: 'trace-context',
    value: '',
    fallback: '',
    isSwitch: true,
    help: "requests carry the client's traceparent and tracestate (W3C Trace Context)",
    parse: yesOrNo,
  },
  {
    key: 'logLevel',
    flag: 'log-level',
    value: LOG_LEVELS.join('|'),
    fallback: 'warn',
    help: 'what is told on stderr',
    parse: logLevel,
  },
];

function logLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((name) => name === text.toLowerCase());
  if (!level) throw new RangeError(`expected one of ${LOG_LEVELS.join(', ')}, got "${text}"`);
  return level;
}
