import type { Urls, WorldData } from '../world/world.ts';
import { add, ask, top } from './http.ts';

export async function deprecated({ reference }: Urls): Promise<unknown> {
  const lines: string[] = [];
  const { text: index } = await ask(`${reference}/reference/`);
  for (const [, file] of index.matchAll(/<li><a href="(\w+\.html)">/g)) {
    const { text: page } = await ask(`${reference}/reference/${file}`);
    for (const section of page.split('<section class="function"').slice(1)) {
      const [, name] = /<h2><code>(\w+)</.exec(section) ?? [];
      const [, since, use] = /Deprecated since ([\d.]+)\..*<code>(\w+)<\/code>/.exec(section) ?? [];
      if (since !== undefined) lines.push(`| ${name} | ${since} | ${use} |`);
    }
  }
  return `| function | since | use |\n|---|---|---|\n${lines.join('\n')}`;
}

export async function errorCodes({ manual }: Urls, data: WorldData): Promise<unknown> {
  const { text } = await ask(`${manual}/errors`);
  const [, storage = ''] = /<h2>Storage<\/h2>([\s\S]*?)<h2>/.exec(text) ?? [];
  const retryable = rows(storage).filter((cells) => cells[3] === 'yes');
  const asked = data.manual.codes.find(({ section }) => section === 'Scheduler')?.code;
  return { codes: retryable.map(([code]) => code), name: rows(text).find(([code]) => code === asked)?.[1] };
}

function rows(html: string): string[][] {
  return [...html.matchAll(/<tr><td>(.*)<\/td><\/tr>/g)].map(([, cells = '']) => cells.split('</td><td>'));
}

export async function links({ www }: Urls): Promise<unknown> {
  const { text } = await ask(`${www}/resources`);
  const hrefs = [...text.matchAll(/<a\b[^>]* href="([^"#]+)/g)].map(([, href = '']) => new URL(href, www).href);
  const urls = [...new Set(hrefs)].filter((each) => each.startsWith('http'));
  const answers = await Promise.all(urls.map(async (url) => ({ url, got: await ask(url).catch(() => undefined) })));
  return answers.flatMap(({ url, got }): object[] => {
    if (got?.status !== 200) return [{ link: url, status: got?.status ?? 'no answer' }];
    return got.url === url ? [] : [{ link: url, leads_to: got.url }];
  });
}

export async function downloads({ releases }: Urls): Promise<unknown> {
  const counts: Record<string, number> = {};
  for (const line of (await ask(`${releases}/downloads.csv`)).text.trim().split('\n').slice(1)) {
    const [version = '', , count] = line.split(',');
    add(counts, `v${version}`, Number(count));
  }
  const feed = (await ask(`${releases}/releases.atom`)).text;
  const entries = [...feed.matchAll(/<title>(v[\d.]+)<\/title>\s*<published>2024-/g)].map(([, title = '']) => [
    title,
    counts[title] ?? 0,
  ]);
  return top(Object.fromEntries(entries), 3);
}
