import { nameSome } from '../../name-some.ts';
import { parseUrl } from '../../parse-url.ts';
import type { RequestNode } from '../schedule/request-node.ts';

/** Records that a note names. */
const MAX_NAMED = 5;
/** Characters of a URL that a note names. */
const MAX_PLACE = 200;
/** So many paths that lead to one place are no aliases of a page, as a rule. */
const MIN_PATHS = 3;

/**
 * What is to be said of different pages that all redirect to one: to sign in, to consent, or home.
 * @param nodes those that were answered, once records have their indexes
 */
export function sameDestination(nodes: readonly RequestNode[]): string[] {
  const byPlace = new Map<string, { readonly paths: Set<string>; readonly all: number[] }>();
  for (const { i, planned, pending } of nodes) {
    const { final_url: finalUrl, outcome } = pending?.record ?? {};
    if (i === undefined || !planned || finalUrl === undefined || outcome !== undefined) continue;
    const { pathname } = planned.request.url;
    const place = placeOf(finalUrl, pathname);
    const led = byPlace.get(place) ?? { paths: new Set(), all: [] };
    led.paths.add(pathname);
    led.all.push(i);
    byPlace.set(place, led);
  }
  return [...byPlace].flatMap(([place, { paths, all }]) => {
    if (paths.size < MIN_PATHS) return [];
    const which = nameSome(
      all.toSorted((a, b) => a - b),
      MAX_NAMED,
    );
    return [`i ${which}: all redirect to ${place.slice(0, MAX_PLACE)}: it may be a sign-in or home page, not what was asked for`];
  });
}

/** Where it has led, without what says where one comes from: `/login?next=/a`. */
function placeOf(finalUrl: string, from: string): string {
  const url = parseUrl(finalUrl);
  if (!url) return finalUrl;
  const back = [...url.searchParams].filter(([, value]) => from !== '/' && value.includes(from));
  for (const [name] of back) url.searchParams.delete(name);
  return url.href;
}
