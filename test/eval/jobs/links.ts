import type { Row } from '../grade/expected.ts';
import type { Link } from '../world/links.ts';
import type { WorldData } from '../world/world.ts';
import type { Job } from './job.ts';

/** Sixty links, of which some are broken and some have moved. */
export const links: Job = {
  name: 'links',
  question: ({
    www,
  }) => `Please check all the links of the page ${www}/resources. Which are broken, that is to say, do not lead to a page in the \
end (give the path of the link and the status in the end, or say that there is no answer)? And which ones lead to a page, but only by a redirect \
(give the path of the link and the path at which it ends)?`,
  expected: (data) => {
    const rows = data.links.links.flatMap((link) => rowOf(link, data));
    const named = new Set(rows.map(({ key }) => key));
    return { rows, others: data.links.links.map(({ path }) => path).filter((path) => !named.has(path)) };
  },
  ideal: {
    calls: ({ www }) => [
      {
        tool: 'fetch_many',
        args: {
          requests: [
            { id: 'page', url: `${www}/resources`, extract: { links: ['a@href'] } },
            {
              id: 'link',
              url: '{+link}',
              vars: { link: { from: 'page', select: "links[?starts_with(@, 'http')]" } },
              as: 'none',
            },
          ],
          js: `const path = (url) => new URL(url).pathname;
const found = by.link.map((r) => [path(r.vars.link), r.ok ? path(r.final_url ?? r.url) : (r.status ?? 'no answer')]);
Object.fromEntries(found.filter(([from, to]) => from !== to))`,
        },
      },
    ],
  },
};

/** What is to be said of a link; nothing if it is a page. */
function rowOf({ path, fate }: Link, { links: { targets } }: WorldData): Row[] {
  switch (fate.kind) {
    case 'page':
      return [];
    case 'silent':
      return [{ key: path }];
    case 'error':
      return [{ key: path, values: [[String(fate.status)]] }];
    case 'moved':
      return [{ key: path, values: [targets.includes(fate.to) ? fate.to : '404'] }];
    default:
      throw fate satisfies never;
  }
}
