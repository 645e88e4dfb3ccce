import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { bytes, count, headerValue, hostList, list, yesOrNo } from './option-values.ts';
import { parseProxy, type ProxyConfig } from './proxy-config.ts';

/** What the operator decides. Frozen; nothing else reads the environment. */
export interface Config {
  /** Hosts and networks that may be fetched although they are not public. */
  readonly allow: readonly string[];
  /** The only hosts that may be contacted; `*` is every one. */
  readonly hosts: readonly string[];
  /** Whether there is no tool that writes. */
  readonly readOnly: boolean;
  /** Requests in one call, after expansion. */
  readonly maxRequests: number;
  /** Requests in flight, all calls together. */
  readonly maxConcurrency: number;
  /** Requests in flight to one origin, all calls together. */
  readonly maxPerHost: number;
  /** Bytes of one body, decoded. */
  readonly maxResponseBytes: number;
  /** Hops of one request. */
  readonly maxRedirects: number;
  /** The directory in which bodies that do not fit a result are kept, in one of its own. */
  readonly storeDir: string;
  /** Bytes of such bodies and of cached ones; the oldest are dropped first. */
  readonly storeBytes: number;
  /** Whether only what robots.txt allows is asked for. */
  readonly respectRobots: boolean;
  /** Through what requests are sent; directly if there is none. */
  readonly proxy: ProxyConfig | undefined;
  readonly userAgent: string;
  readonly logLevel: LogLevel;
  /** Whose headers are attached to requests. Only in the config file. */
  readonly profiles: readonly Profile[];
}

/** Headers, secrets among them, for every request to one origin. */
export interface Profile {
  readonly name: string;
  readonly origin: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What of them must never be shown. */
  readonly secrets: readonly string[];
}

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Defaults and bounds of a call's arguments. Times in milliseconds. */
export const CALL = {
  concurrency: { default: 8, max: 64 },
  perHost: { default: 6, max: 64 },
  retries: { default: 2, max: 5 },
  timeoutMs: { default: 30_000, max: 600_000 },
  deadlineMs: { default: 50_000, max: 600_000 },
  minIntervalMs: { default: 0, max: 60_000 },
  maxTokens: { default: 10_000, min: 500, max: 100_000 },
  pages: { default: 10, max: 1_000 },
} as const;

/** Milliseconds to look a name up, connect and shake hands. */
export const CONNECT_TIMEOUT_MS = 10_000;
/** Milliseconds of these to look a name up. */
export const LOOKUP_TIMEOUT_MS = 5_000;
/** Answers that are used again: bytes in memory, of one body there, and the part of `--store-bytes` for larger ones. */
export const CACHE = { memoryBytes: 32 * 1024 * 1024, bodyBytes: 1024 * 1024, storeShare: 1 / 8 } as const;
/** Bytes of one message on stdin; a client that sends more is told goodbye. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
/** Bytes of small stored bodies that are kept in memory before they are written together. */
export const STORE_MEMORY_BYTES = 1024 * 1024;
/** Characters of a URL. */
export const MAX_URL_LENGTH = 16_384;

/** The operator made a mistake; the message names the flag. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

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

/** The version of this package. */
export const VERSION: string = readVersion();

/** Every flag; the environment's and the file's names derive from it. */
export const OPTIONS: readonly Option[] = [
  {
    key: 'allow', flag: 'allow', value: 'HOST[:PORT|:*]|CIDR', fallback: '', repeatable: true,
    help: 'permit a host or network that is not public; repeatable',
    parse: list,
  },
  {
    key: 'hosts', flag: 'hosts', value: 'LIST', fallback: '*', repeatable: true,
    help: 'contact only these hosts, such as api.example.com,*.example.org; repeatable',
    parse: hostList,
  },
  {
    key: 'readOnly', flag: 'read-only', value: '', fallback: '', isSwitch: true,
    help: 'no request_many: only GET and HEAD', parse: yesOrNo,
  },
  {
    key: 'maxRequests', flag: 'max-requests', value: 'N', fallback: '1000',
    help: 'requests in one call', parse: count(1, 10_000),
  },
  {
    key: 'maxConcurrency', flag: 'max-concurrency', value: 'N', fallback: '64',
    help: 'requests in flight, all calls together', parse: count(1, 1_000),
  },
  {
    key: 'maxPerHost', flag: 'max-per-host', value: 'N', fallback: '8',
    help: 'requests in flight to one origin, all calls together', parse: count(1, 1_000),
  },
  {
    key: 'maxResponseBytes', flag: 'max-response-bytes', value: 'BYTES', fallback: '10MiB',
    help: 'cap of one body, decoded', parse: bytes(2 ** 30),
  },
  {
    key: 'maxRedirects', flag: 'max-redirects', value: 'N', fallback: '5',
    help: 'redirects of one request', parse: count(0, 20),
  },
  {
    key: 'storeDir', flag: 'store-dir', value: 'DIR', fallback: '',
    help: "where bodies that do not fit a result are kept; by default the system's temporary directory",
    parse: (text) => text || tmpdir(),
  },
  {
    key: 'storeBytes', flag: 'store-bytes', value: 'BYTES', fallback: '512MiB',
    help: 'how much of them, an eighth of it for the cache; the oldest are dropped first', parse: bytes(2 ** 40),
  },
  {
    key: 'respectRobots', flag: 'respect-robots', value: '', fallback: '', isSwitch: true,
    help: 'ask only for what robots.txt allows (RFC 9309); for crawls', parse: yesOrNo,
  },
  {
    key: 'proxy', flag: 'proxy', value: 'env|URL', fallback: '',
    help: 'tunnel through a proxy; env: through that of HTTP_PROXY, HTTPS_PROXY and NO_PROXY', parse: parseProxy,
  },
  {
    key: 'userAgent', flag: 'user-agent', value: 'TEXT',
    fallback: `fetch-many-mcp/${VERSION} (+https://www.npmjs.com/package/fetch-many-mcp)`,
    help: 'what requests say they come from', parse: headerValue,
  },
  {
    key: 'logLevel', flag: 'log-level', value: LOG_LEVELS.join('|'), fallback: 'warn',
    help: 'what is told on stderr', parse: logLevel,
  },
];

function logLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((name) => name === text.toLowerCase());
  if (!level) throw new RangeError(`expected one of ${LOG_LEVELS.join(', ')}, got "${text}"`);
  return level;
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const named = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return named ? String(manifest.version) : 'unknown';
}
