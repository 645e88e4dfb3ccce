/** Headers that belong together: how much of a quota is left, and when it is whole again. */
export interface QuotaFamily {
  readonly remaining: string;
  /** Until when nothing is left: a time, or a duration. The first that is there counts. */
  readonly resets: readonly string[];
  /** How many in which window, where it may say so. */
  readonly limit?: string;
  /** The header that has its name, where it has one. */
  readonly name?: string;
  /** The same, of one that is kept for each resource of a kind under one name. */
  readonly bucket?: string;
  /** Seconds after which it is whole again, where no header says so; a header that has milliseconds of them. */
  readonly windowS?: number;
  readonly windowMs?: string;
}

/** How Kong names the windows of its quotas, in seconds. */
const WINDOWS: readonly (readonly [name: string, seconds: number])[] = [
  ['second', 1],
  ['minute', 60],
  ['hour', 3_600],
  ['day', 86_400],
];

/** Quotas of requests: the plain names with their prefixes, then those of single APIs. */
export const REQUEST_QUOTAS: readonly QuotaFamily[] = [
  // The drafts before RateLimit; GitLab, Twitch, Heroku, Docker Hub.
  plain('ratelimit', { name: 'ratelimit-name' }),
  // GitHub (resource), Discord (bucket, reset-after), Reddit, Jira, Mastodon, Vimeo, and most others; Akamai (next).
  plain('x-ratelimit', { name: 'x-ratelimit-resource', bucket: 'x-ratelimit-bucket' }),
  // X, Okta, Zendesk.
  plain('x-rate-limit'),
  ...['app', 'user'].map((who) => {
    return { remaining: `x-${who}-limit-24hour-remaining`, resets: [`x-${who}-limit-24hour-reset`] };
  }),
  plain('x-sentry-rate-limit'),
  // OpenAI, and those who speak like it; Linear; Anthropic.
  { remaining: 'x-ratelimit-remaining-requests', resets: ['x-ratelimit-reset-requests'] },
  { remaining: 'x-ratelimit-requests-remaining', resets: ['x-ratelimit-requests-reset'] },
  { remaining: 'anthropic-ratelimit-requests-remaining', resets: ['anthropic-ratelimit-requests-reset'] },
  ...WINDOWS.map(([name, windowS]) => ({ remaining: `x-ratelimit-remaining-${name}`, resets: [], windowS })),
  ...WINDOWS.map(([name, windowS]) => {
    const resets = ['x-contentful-ratelimit-reset'];
    return { remaining: `x-contentful-ratelimit-${name}-remaining`, resets, windowS };
  }),
  // HubSpot, Trello.
  {
    remaining: 'x-hubspot-ratelimit-remaining',
    resets: [],
    windowMs: 'x-hubspot-ratelimit-interval-milliseconds',
  },
  { remaining: 'x-rate-limit-api-token-remaining', resets: [], windowMs: 'x-rate-limit-api-token-interval-ms' },
  { remaining: 'x-rate-limit-api-key-remaining', resets: [], windowMs: 'x-rate-limit-api-key-interval-ms' },
];

/** Quotas of something else, which are no reason to hold back a request, but may be the reason of a refusal. */
export const OTHER_QUOTAS: readonly QuotaFamily[] = [
  ...['tokens', 'input-tokens', 'output-tokens'].map((what) => {
    return { remaining: `anthropic-ratelimit-${what}-remaining`, resets: [`anthropic-ratelimit-${what}-reset`] };
  }),
  { remaining: 'x-ratelimit-remaining-tokens', resets: ['x-ratelimit-reset-tokens'] },
  { remaining: 'x-ratelimit-complexity-remaining', resets: ['x-ratelimit-complexity-reset'] },
];

function plain(prefix: string, named: Pick<QuotaFamily, 'name' | 'bucket'> = {}): QuotaFamily {
  return {
    remaining: `${prefix}-remaining`,
    resets: [`${prefix}-reset-after`, `${prefix}-reset`, `${prefix}-resettime`, `${prefix}-next`],
    limit: `${prefix}-limit`,
    ...named,
  };
}
