import type { Random } from '../../support/random.ts';
import { prose } from './filler.ts';
import { page } from './page.ts';
import { randomOf, shuffled, token } from './random.ts';
import { html, problem, type Reply, type Route } from './site.ts';

/** What becomes of a link: a page, an error, nothing at all, or another path, which may be missing, too. */
type Fate =
  | { readonly kind: 'page' }
  | { readonly kind: 'error'; readonly status: number }
  | { readonly kind: 'silent' }
  | { readonly kind: 'moved'; readonly status: number; readonly to: string };

export interface Link {
  readonly path: string;
  readonly site: 'www' | 'partner';
  readonly fate: Fate;
}

/** A page of links to its own site and to a partner's, and what is behind them. */
export interface Links {
  /** Those on the page. */
  readonly links: readonly Link[];
  /** Where redirects lead: pages that nothing links to. */
  readonly targets: readonly string[];
  readonly random: Random;
}

const FINE = 44;
const TOPICS = 'guides reports tools papers talks data news people'.split(' ');

export function makeLinks(seed: number): Links {
  const random = randomOf(seed, 'links');
  const taken = new Set<string>();
  const path = (): string => {
    const made = `/${random.pick(['guides', ...TOPICS])}/${token(random, 5)}`;
    if (taken.has(made)) return path();
    taken.add(made);
    return made;
  };
  const targets = Array.from({ length: 5 }, path);
  const moved = targets.map((to, nth): Fate => ({ kind: 'moved', status: [301, 302, 308, 301, 307][nth] ?? 301, to }));
  const fates: Fate[] = [
    ...Array.from({ length: FINE }, (): Fate => ({ kind: 'page' })),
    ...[404, 404, 404, 404, 410, 403].map((status): Fate => ({ kind: 'error', status })),
    { kind: 'silent' },
    { kind: 'moved', status: 301, to: path() }, // which is missing
    ...moved,
  ];
  const links = shuffled(random, fates).map((fate, nth): Link => ({
    path: path(),
    site: nth % 3 === 1 ? 'partner' : 'www',
    fate,
  }));
  return { links, targets, random };
}

/** The page has every link, some twice or with a fragment, and what no HTTP client can check. */
export function wwwRoutes(made: Links, partner: () => string): Route[] {
  const { links, random } = made;
  const notes = links.map(() => prose(random, 7));
  const resources = (): string => {
    const items = links.map(({ path, site }, nth) => {
      const href = `${site === 'partner' ? partner() : ''}${path}${nth % 9 === 4 ? '#summary' : ''}`;
      const again = nth % 15 === 7 ? ` (<a href="${href}">same</a>)` : '';
      return `<li><a href="${href}">${notes[nth]}</a>${again}</li>`;
    });
    const write = '<p>Missing something? <a href="mailto:team@example.com">Write to us</a> or go <a href="#top">up</a>.</p>';
    return page('Resources', `<h1 id="top">Resources</h1>\n<ul>\n${items.join('\n')}\n</ul>\n${write}`);
  };
  return [
    ['GET', '/resources', () => html(resources())],
    ['GET', '/', () => html(page('Home', '<h1>Home</h1>'))],
    ...behind(made, 'www'),
  ];
}

export function partnerRoutes(made: Links): Route[] {
  return behind(made, 'partner');
}

function behind({ links, targets }: Links, site: Link['site']): Route[] {
  const text = page('A page', `<h1>A page</h1><p>${'Nothing much to see. '.repeat(120)}</p>`);
  const own = links.filter((link) => link.site === site);
  return [
    ...own.map(({ path, fate }, nth): Route => [
      'GET',
      path,
      // Some servers do not know HEAD.
      ({ method }) =>
        method === 'HEAD' && nth % 10 === 3 && fate.kind === 'page' ? problem(405, 'HEAD is not allowed') : replyOf(fate, text),
    ]),
    ...targets.map((path): Route => ['GET', path, () => html(text)]),
  ];
}

function replyOf(fate: Fate, text: string): Reply {
  switch (fate.kind) {
    case 'page':
      return html(text);
    case 'error':
      return { ...html('<h1>Sorry</h1>'), status: fate.status };
    case 'silent':
      return { drops: true };
    case 'moved':
      return { status: fate.status, headers: { location: fate.to } };
    default:
      throw fate satisfies never;
  }
}
