import { isSafe } from '../../http/methods.ts';
import { nameSome } from '../../name-some.ts';
import { parseUrl } from '../../parse-url.ts';
import type { RequestNode } from '../schedule/request-node.ts';

/** Records that a note names. */
const MAX_NAMED = 5;
/** Characters of a URL that a note names. */
const MAX_PLACE = 200;
/** Characters of a URL that is looked at: all are, in one turn. */
const MAX_URL = 4_000;
/** So many addresses that lead to one place are no aliases of a page, as a rule. */
const MIN_ADDRESSES = 3;
/** Where one is sent to sign in or to agree: what its query says is of no account. */
const GATE = /(?:^|[^a-z])(?:log[-_]?in|sign[-_]?in|sso|saml|oauth|authori[sz]e|authenticate|consent|captcha)/i;
/** Parameters that say where to go back to: others with a path in them choose what is there, as in `?file=/a.zip`. */
const BACK = /^(?:next|from|back|continue|service|target|goto|rd|ref(?:errer)?|came_?from)$|return|redirect|dest/i;
/** Segments of a path in which two addresses of one page differ: its language or its version. */
const VARIANT = /^(?:[a-z]{2}(?:[-_][a-z]{2,4})?|v\d[\d.x]*|\d+(?:\.[\dx]+)+|latest|stable|current)$/;
/** The page of a folder. */
const INDEX = /^(?:index|default)\.\w+$/;

/**
 * What is to be said of different pages that all redirect to one: to sign in, to consent, or home.
 * @param nodes all of a call, once records have their indexes
 */
export function sameDestination(nodes: readonly RequestNode[]): string[] {
  const byPlace = new Map<string, { readonly addresses: Set<string>; readonly all: number[] }>();
  for (const { i, planned, pending } of nodes) {
    const { final_url: finalUrl, outcome } = pending?.record ?? {};
    // A write that is answered by where the list of all is has been done.
    if (i === undefined || finalUrl === undefined || !planned || !isSafe(planned.request.method)) continue;
    if (outcome !== undefined && outcome !== 'select_error') continue;
    const { href, host, pathname, search } = planned.request.url;
    const url = href.length + finalUrl.length < MAX_URL ? parseUrl(finalUrl) : undefined;
    if (!url || isAlias(segmentsOf(pathname), segmentsOf(url.pathname))) continue;
    const place = placeOf(url, pathname);
    const led = byPlace.get(place) ?? { addresses: new Set(), all: [] };
    led.addresses.add([host.replace(/^www\./, ''), ...segmentsOf(pathname)].join('/') + search);
    led.all.push(i);
    byPlace.set(place, led);
  }
  return [...byPlace].flatMap(([place, { addresses, all }]) => {
    if (addresses.size < MIN_ADDRESSES) return [];
    const which = nameSome(
      all.toSorted((a, b) => a - b),
      MAX_NAMED,
    );
    return [`i ${which}: all redirect to ${place.slice(0, MAX_PLACE)}: it may be a sign-in or home page, not what was asked for`];
  });
}

function segmentsOf(pathname: string): string[] {
  const segments = pathname.toLowerCase().split('/');
  return segments.filter((segment) => segment !== '' && !INDEX.test(segment));
}

/** Whether a path names the same page as another: `/guide` and `/v3/guide.html`, `/docs/latest` and `/docs/3.2/`. */
function isAlias(from: readonly string[], to: readonly string[]): boolean {
  const isVariant = VARIANT.test(to.at(-1) ?? '');
  const names = (segments: readonly string[]): string[] => {
    const own = segments.filter((segment) => !isVariant || !VARIANT.test(segment));
    return own.map((segment) => segment.replace(/\.[a-z]\w*$/, ''));
  };
  const [name, others] = [names(from).at(-1), names(to)];
  return name === undefined ? others.length === 0 : others.some((other) => other === name || other.startsWith(`${name}-`));
}

/** Where it has led, without what says where one comes from: `/login?next=/a`. */
function placeOf(url: URL, from: string): string {
  if (GATE.test(url.host + url.pathname)) url.search = '';
  const back = [...url.searchParams].filter(([name, value]) => {
    return from !== '/' && BACK.test(name) && (value.includes(from) || encodeURI(value).includes(from));
  });
  for (const [name] of back) url.searchParams.delete(name);
  return url.href;
}
