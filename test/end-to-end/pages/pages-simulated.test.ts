import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { cases, seeded, type Random } from '../../support/random.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

type Style = 'link' | 'url' | 'cursor' | 'page' | 'offset' | 'header' | 'POST cursor' | 'POST page';
/** What may be wrong with the last page. */
type Flaw =
  | 'none'
  | 'an error in a 200'
  | 'says that there is more'
  | 'a total that is larger'
  | 'the same page again'
  | 'no items';

interface Simulated {
  readonly style: Style;
  readonly items: readonly number[];
  readonly size: number;
  readonly flaw: Flaw;
  /** Whether each page says how many items there are. */
  readonly hasTotal: boolean;
}

function simulate(random: Random): Simulated {
  const style = random.pick<Style>(['link', 'url', 'cursor', 'page', 'offset', 'header', 'POST cursor', 'POST page']);
  const flaws: [Flaw, ...Flaw[]] = [
    'none',
    'none',
    'an error in a 200',
    'says that there is more',
    'a total that is larger',
    'no items',
  ];
  if (style.endsWith('page')) flaws.push('the same page again');
  const items = Array.from({ length: random.int(1, 60) }, (_, nth) => nth + 1);
  return { style, items, size: random.int(1, 20), flaw: random.pick(flaws), hasTotal: random.pick([true, false]) };
}

/** How a caller asks for pages of that style. */
function paginate({ style }: Simulated): Record<string, unknown> {
  const items = 'data.items';
  const ways: Record<Style, Record<string, unknown>> = {
    link: { next: 'link' },
    url: { next: 'links.next' },
    cursor: { next: 'meta.cursor', param: 'after' },
    page: { next: 'page' },
    offset: { next: 'offset', param: 'skip' },
    header: { next: 'header:x-next-page' },
    'POST cursor': { next: 'meta.cursor', param: 'variables.after' },
    'POST page': { next: 'page', param: 'page' },
  };
  return { ...ways[style], items, max_pages: 100 };
}

async function asked(request: IncomingMessage, params: URLSearchParams, style: Style): Promise<Record<string, unknown>> {
  if (!style.startsWith('POST')) return Object.fromEntries(params);
  const body = JSON.parse(await text(request)) as { page?: number; variables?: { after?: string } };
  return { page: body.page, after: body.variables?.after };
}

/** An API that serves items in pages; the page after which nothing comes may be flawed. */
function start(simulated: Simulated): Promise<Api> {
  const { style, items, size, flaw, hasTotal } = simulated;
  return serve(async (request, response, { searchParams }) => {
    const { page, after, skip } = await asked(request, searchParams, style);
    const from =
      style.endsWith('cursor') || style === 'url' || style === 'link'
        ? Number(after ?? 0)
        : style === 'offset'
          ? Number(skip ?? 0)
          : (Number(page ?? 1) - 1) * size;
    const shown = items.slice(from, from + size);
    const end = from + size;
    const isLast = end >= items.length;
    const isBeyond = from >= items.length;
    if (flaw === 'an error in a 200' && isLast && from > 0) return json(response, { error: 'rate limited' });
    if (flaw === 'no items' && isLast && from > 0) return json(response, { data: {} });
    const last = isBeyond && flaw === 'the same page again' ? items.slice(Math.floor((items.length - 1) / size) * size) : shown;
    const meta: Record<string, unknown> = { cursor: isLast || !style.endsWith('cursor') ? null : String(end) };
    if (flaw === 'says that there is more' && isLast) meta['has_more'] = true;
    if (hasTotal && flaw === 'none') meta['total'] = items.length;
    if (flaw === 'a total that is larger') meta['total'] = items.length + 5;
    const next = `/list?after=${end}`;
    if (style === 'link' && !isLast) response.setHeader('link', `</style.css>; rel=preload; as=style, <${next}>; rel="next"`);
    if (style === 'header') response.setHeader('x-next-page', isLast ? '' : String(Number(page ?? 1) + 1));
    return json(response, { data: { items: last }, meta, links: { next: style === 'url' && !isLast ? next : null } });
  });
}

describe('every item of a list in pages arrives once, or a note says what is missing', () => {
  test.each(Array.from({ length: cases(3) }, (_, block) => block * 10))('seeds from %i', async (first) => {
    for (let seed = first; seed < first + 10; seed++) {
      const simulated = simulate(seeded(seed + 1));
      const { style, items, size, flaw } = simulated;
      const api = await start(simulated);
      const isPost = style.startsWith('POST');
      const request = {
        url: `${api.url}/list`,
        ...(isPost ? { method: 'POST', json: { query: 'q', variables: {} } } : {}),
        paginate: paginate(simulated),
      };
      const { results, notes = [] } = isPost
        ? await server.write({ requests: [request] })
        : await server.run({ requests: [request] });
      const [record] = results;
      const said = `seed ${seed}: ${style}, ${items.length} by ${size}, ${flaw}: ${JSON.stringify({ ...record, notes })}`;
      const arrived = record?.body as number[] | undefined;
      expect(record?.outcome, said).toBeUndefined();
      expect(arrived, said).toEqual(items.slice(0, arrived?.length));
      const isWhole = arrived?.length === items.length;
      const pages = Math.ceil(items.length / size);
      // Where pages are counted, one after the last is asked for, too.
      const hasSecond = pages > 1 || style.endsWith('page') || style === 'offset';
      const isFlawed = flaw !== 'none' && (hasSecond || flaw === 'says that there is more' || flaw === 'a total that is larger');
      expect(isWhole || /page \d+/.test(notes.join('\n')), said).toBe(true);
      expect(notes.length > 0, said).toBe(isFlawed);
      expect(isWhole || isFlawed, said).toBe(true);
      await api.close();
    }
  });
});
