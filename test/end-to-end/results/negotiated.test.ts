import { describe, expect, test } from 'vitest';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

const FORMS: Readonly<Record<string, string>> = {
  'application/json': '{"form":"json"}',
  'text/markdown': '# Markdown',
  'text/html': '<h1>HTML</h1>',
  'text/plain': 'plain',
  'application/xml': '<form>xml</form>',
};

/** How much a type is wanted: by the most specific range that has it (RFC 9110, section 12.5.1). */
function quality(accept: string, type: string): number {
  const ranges = accept.split(',').map((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim());
    const q = parameters.find((part) => part.startsWith('q='))?.slice(2);
    return { name, q: Number(q ?? 1) };
  });
  const wanted = [type, `${type.split('/')[0]}/*`, '*/*'].map((name) => ranges.find((range) => range.name === name));
  return wanted.find((range) => range !== undefined)?.q ?? 0;
}

/** The type that a site has chosen which has these, the first of those that are wanted most. */
async function chosen(types: readonly string[], request: object = {}): Promise<string | undefined> {
  let type: string | undefined;
  const { url } = await serve(({ headers: { accept = '*/*' } }, response) => {
    [type] = types.toSorted((a, b) => quality(accept, b) - quality(accept, a));
    response.writeHead(200, { 'content-type': type, vary: 'accept' }).end(FORMS[type ?? '']);
  });
  expect(await server.one({ url, ...request })).toMatchObject({ status: 200 });
  return type;
}

describe('of a site that has several forms', () => {
  test.each<[string, readonly string[], object]>([
    ['application/json', ['text/html', 'text/markdown', 'application/json'], {}],
    ['text/markdown', ['text/html', 'text/markdown'], {}],
    ['text/markdown', ['text/plain', 'application/xml', 'text/markdown'], {}],
    ['text/html', ['application/xml', 'text/html'], {}],
    ['text/markdown', ['text/html', 'text/markdown', 'application/json'], { as: 'markdown' }],
    ['text/html', ['text/markdown', 'application/json', 'text/html'], { as: 'html' }],
    ['text/html', ['text/markdown', 'application/json', 'text/html'], { extract: { title: 'h1' } }],
  ])('%s is asked for, of %j with %j', async (wanted, types, request) => {
    expect(await chosen(types, request)).toBe(wanted);
  });

  test('Markdown is text as it is', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/markdown; charset=utf-8' }).end('# A *page*\n\n<b>&amp;</b>\n');
    });
    expect((await server.one(url)).body).toBe('# A *page*\n\n<b>&amp;</b>\n');
  });
});
