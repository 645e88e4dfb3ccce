// oxlint-disable no-control-regex -- the suite is full of them
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultRecord } from '../../src/batch/args/result-schema.ts';
import { parseAllowRule } from '../../src/http/guard/host-rules.ts';
import { connect, type Connected } from '../support/client.ts';
import { startRecordingProxy, type RecordingProxy } from './recording-proxy.ts';
import type { Difference, Suite, SuiteResult } from './suite.ts';

/** One case of web-platform-tests' urltestdata.json: what a URL is, or that it is none. */
interface UrlCase {
  readonly input: string;
  readonly base: string | null;
  readonly failure?: boolean;
  readonly href: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
}

/** What was sent: to which host, with which target. Undefined: nothing was. */
interface Sent {
  readonly host: string;
  readonly target: string;
}

const ABSOLUTE = /^[\u0000-\u0020]*https?:/i;
const PRINTABLE = /^[^\u0000-\u001f\u007f]*$/;

/**
 * URLs as requests, and as the Location of redirects from their base. Everything goes through a proxy on loopback that
 * connects to nobody, so that no other address is ever dialled.
 */
export const suite: Suite = async ({ directory }) => {
  const text = readFileSync(join(directory, 'urls/urltestdata.json'), 'utf8');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its README says so; what is no object is a comment
  const cases = (JSON.parse(text) as (UrlCase | string)[]).filter((each): each is UrlCase => typeof each === 'object');
  const proxy = await startRecordingProxy();
  const server = await connect('--proxy', proxy.url, ...allowing(cases));
  try {
    const run = async (title: string, those: readonly UrlCase[], ask: Asking): Promise<SuiteResult> => {
      const differences: Difference[] = [];
      for (const each of those) {
        proxy.requests.length = proxy.tunnels.length = 0;
        const { record, sent } = await ask(each, server, proxy);
        const difference = compare(each, record, sent);
        if (difference !== undefined) differences.push({ name: JSON.stringify(each.input), reason: difference });
      }
      return { title, total: those.length, differences };
    };
    const absolute = cases.filter(({ input, base }) => ABSOLUTE.test(input) && (base === null || /^\s*https?:\/\//i.test(input)));
    const isWeb = ({ protocol }: UrlCase): boolean => protocol === 'http:' || protocol === 'https:';
    const based = cases.filter((each) => each.base !== null && each.base.startsWith('http:') && (each.failure || isWeb(each)));
    // No header can hold a control character.
    const led = based.filter(({ input }) => PRINTABLE.test(input));
    return [
      await run('URLs as requests', absolute.filter(isWeb), asRequest),
      await run(
        'no URLs, as requests',
        absolute.filter(({ failure }) => failure),
        asRequest,
      ),
      await run('URLs as the Location of redirects from their base', led.filter(isWeb), asRedirect),
      await run(
        'no URLs, as the Location of redirects',
        led.filter(({ failure }) => failure),
        asRedirect,
      ),
    ];
  } finally {
    await server.close();
    proxy.close();
  }
};

type Asking = (
  each: UrlCase,
  server: Connected,
  proxy: RecordingProxy,
) => Promise<{ readonly record: ResultRecord | undefined; readonly sent: Sent | undefined }>;

/** With https it is what the proxy was asked for and what the plan says that tells: there is no certificate for these hosts. */
const asRequest: Asking = async ({ input, protocol }, server, proxy) => {
  const { value } = await server.fetchMany({ requests: [{ url: input }], retries: 0 });
  const record = value?.results[0];
  if (protocol !== 'https:') return { record, sent: sentBy(proxy, 0) };
  const [tunnel] = proxy.tunnels;
  if (tunnel === undefined) return { record, sent: undefined };
  const plan = (await server.fetchMany({ requests: [{ url: input }], dry_run: true })).value?.plan;
  const planned = new URL(plan?.first ?? 'about:blank');
  return { record, sent: { host: tunnel.replace(/:443$/, ''), target: planned.pathname + planned.search } };
};

const asRedirect: Asking = async ({ input, base }, server, proxy) => {
  proxy.redirectNext(input);
  const { value } = await server.fetchMany({ requests: [{ url: base ?? '' }], retries: 0, cache: false });
  const record = value?.results[0];
  const next = sentBy(proxy, 1);
  const isTls = next === undefined && proxy.tunnels.length > 1;
  if (!isTls) return { record, sent: next };
  const url = new URL(record?.url ?? 'about:blank');
  return { record, sent: { host: (proxy.tunnels[1] ?? '').replace(/:443$/, ''), target: url.pathname + url.search } };
};

function sentBy({ requests }: RecordingProxy, nth: number): Sent | undefined {
  const request = requests[nth];
  return request && { host: request.host, target: request.path };
}

/** Why a case came out otherwise; undefined if it did not. */
function compare(each: UrlCase, record: ResultRecord | undefined, sent: Sent | undefined): string | undefined {
  const said = record?.error ?? 'nothing was said';
  if (each.failure) return sent === undefined ? undefined : `it was taken for ${sent.host}${sent.target}`;
  if (sent) {
    const wanted = { host: each.host, target: each.pathname + each.search };
    if (sent.host === wanted.host && sent.target === wanted.target) return undefined;
    return `was sent to ${sent.host}${sent.target}, not to ${wanted.host}${wanted.target}`;
  }
  return REASONS.find(([is]) => is(each, said))?.[1] ?? said.replaceAll(each.host, 'HOST').slice(0, 160);
}

/** Why what the suite has for a URL is not sent. */
const REASONS: readonly (readonly [is: (each: UrlCase, said: string) => boolean, reason: string])[] = [
  [({ username, password }) => username !== '' || password !== '', 'user names and passwords in URLs are refused'],
  [({ port }) => port === '0', 'nothing is ever asked on port 0'],
  [({ hostname }) => hostname.includes('xn--'), "Node's IDNA takes it for no URL"],
  [({ host }) => !isAllowable(host), 'no flag can name its host, and nobody here knows its address'],
  [(_, said) => said.includes('its Location is empty'), 'a redirect with an empty Location is told as what it is'],
  [({ input }) => /^[\u0000-\u001f]/.test(input), 'a control character is no part of a URL that somebody writes'],
];

/** Flags that let the hosts of these cases be asked for: by name, as nobody here knows their addresses. */
function allowing(cases: readonly UrlCase[]): string[] {
  const bases = cases.flatMap(({ base }) => (base !== null && URL.canParse(base) ? new URL(base).host : []));
  const hosts = new Set([...cases.flatMap(({ failure, host }) => (failure ? [] : host)), ...bases]);
  return [...hosts].filter(isAllowable).flatMap((host) => ['--allow', host]);
}

/** Whether a flag can name it: a comma would part it in two. */
function isAllowable(host: string): boolean {
  try {
    return !host.includes(',') && Boolean(parseAllowRule(host));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
