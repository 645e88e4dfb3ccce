import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { outcomesOf, recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

function api(): Promise<Api> {
  return serve((_, response) => json(response, { id: 1 }));
}

test.each<[string, Record<string, unknown>, string]>([
  ['paginate', { paginate: 'link' }, 'expected an object: {"next": "link"}, or "page", "offset", the path of a cursor'],
  ['paginate', { paginate: true }, 'expected an object: {"next": "link"}, or "page", "offset", the path of a cursor'],
  ['headers', { headers: 'accept: text/plain' }, 'expected an object: {"accept": "application/json"}'],
  ['query', { query: 'a=1' }, 'expected an object: {"q": "text", "tag": ["a", "b"]}'],
])('%s of another type is told the form that was meant: %j', async (key, wrong, said) => {
  const { url } = await api();
  const { results } = await server.run({ requests: [{ url, ...wrong }] });
  expect(results[0]).toMatchObject({ outcome: 'invalid', error: `requests[0].${key}: ${said}` });
});

describe('what is wrong with the call', () => {
  test.each<[string, Record<string, unknown>, string | RegExp]>([
    ['an unknown key', { concurency: 2 }, /^- concurency: .*"concurrency"/m],
    ['an unknown key in camel case', { baseUrl: 'http://127.0.0.1' }, /^- baseUrl: .*"base_url"/m],
    ['a number out of bounds', { concurrency: 65 }, /^- concurrency: .*64/m],
    ['no concurrency', { concurrency: 0 }, /^- concurrency: .*1/m],
    ['half a request at a time', { concurrency: 1.5 }, /^- concurrency: /m],
    ['what is no number', { per_host: 'many' }, /^- per_host: .*number/m],
    ['too many retries', { retries: 6 }, /^- retries: .*5/m],
    ['a budget too small to say anything', { max_tokens: 499 }, /^- max_tokens: .*500/m],
    ['a budget too large', { max_tokens: 100_001 }, /^- max_tokens: .*100000/m],
    ['no timeout', { timeout_ms: 0 }, /^- timeout_ms: /m],
    ['no deadline', { deadline_ms: 0 }, /^- deadline_ms: /m],
    ['an unknown word', { as: 'xml' }, /^- as: .*text/m],
    ['another unknown word', { on_error: 'stop' }, /^- on_error: .*continue/m],
    ['a select of another type', { select: 5.5, max_tokens: 1 }, /^- max_tokens: /m],
    ['a select that is not JMESPath', { select: 'a[' }, /^- select: "a\[" is not valid JMESPath/m],
    [
      'a select that no body could make sensible',
      { select: `@${'|[@,@][]'.repeat(120)}` },
      /^- select: ".*could take .* of a small body already/m,
    ],
    [
      'a select of more than 1,000 characters',
      { select: `a${' | a'.repeat(400)}` },
      /^- select: has 1601 characters; at most 1000/m,
    ],
    ['a batch beside requests', { retry_of: 'b1' }, /^- retry_of: /m],
    ['an empty list of paths', { select: [] }, /^- select: /m],
    ['a header that cannot be set', { headers: { Host: 'evil.example' } }, /^- headers\.Host: /m],
    ['a header with a line break', { headers: { 'x-a': 'one\r\nx-b: two' } }, /^- headers\.x-a: /m],
    ['headers as a list', { headers: ['x-a: 1'] }, /^- headers: .*(record|object)/m],
    ['all headers at once', { response_headers: '*' }, /^- response_headers\[0\]: headers are named one by one, \["etag"/m],
    ['names of headers in one text', { response_headers: ['etag, link'] }, /^- response_headers\[0\]: headers are named/m],
    ['true for headers', { response_headers: true }, /^- response_headers\[0\]: headers are named/m],
    ['a base_url that is not absolute', { base_url: '/v1' }, /^- base_url: /m],
    ['a base_url of another scheme', { base_url: 'ftp://127.0.0.1/' }, /^- base_url: .*http/m],
    ['a base_url with a password', { base_url: 'http://u:secretword@127.0.0.1/' }, /^- base_url: /m],
  ])('%s is told with its path, and nothing is sent', async (_, wrong, expected) => {
    const { url, asked } = await api();
    const said = await server.refused({ requests: [url], ...wrong });
    expect(said).toMatch(expected);
    expect(said).not.toContain('secretword');
    expect(asked).toEqual([]);
  });

  test.each<[string, unknown, RegExp]>([
    ['none', undefined, /^- requests: .*required/m],
    ['an empty list', [], /^- requests: /m],
    ['null', null, /^- requests: /m],
  ])('requests may not be %s', async (_, requests, expected) => {
    expect(await server.refused(requests === undefined ? {} : { requests })).toMatch(expected);
  });

  test('a selection that cannot be read is wrong with the call, wherever it stands', async () => {
    const { url, asked } = await api();
    const said = await server.refused({
      requests: [
        url,
        { url, select: '[?userId=`99`]' },
        { url, paginate: { next: 'a[', items: 'a..b' } },
        { id: 'source', url: `${url}/list` },
        { url: `${url}/{x}`, vars: { x: { from: 'source', select: '[].' } } },
        { url, select: ['items[].name', 'total'] },
      ],
    });
    expect(said).toMatch(
      /^- requests\[1\]\.select: "\[\?userId=`99`\]" is not valid JMESPath: at column 9, .*\[\?userId==`99`\]$/m,
    );
    expect(said).toMatch(/^- requests\[2\]\.paginate\.next: "a\[" is not valid JMESPath/m);
    expect(said).toMatch(/^- requests\[2\]\.paginate\.items: "a\.\.b" is not valid JMESPath.*no recursive descent/m);
    expect(said).toMatch(/^- requests\[4\]\.vars\.x\.select: "\[\]\." is not valid JMESPath/m);
    expect(said).toMatch(/^- requests\[5\]\.select: .*brackets do not belong in a path list: write "items\.name"/m);
    expect(asked).toEqual([]);
  });

  test('together with what else is wrong with its request', async () => {
    const { url, asked } = await api();
    const said = await server.refused({
      requests: [url, { url, select: 'a[', quer: {} }, { url, until: 'b ==', retrys: 1, paginate: { next: 'c..d', itms: 'x' } }],
    });
    for (const [path, words] of [
      ['requests\\[1\\]\\.select', '"a\\[" is not valid JMESPath'],
      ['requests\\[1\\]\\.quer', 'unknown argument; did you mean "query"'],
      ['requests\\[2\\]\\.until', '"b ==" is not valid JMESPath'],
      ['requests\\[2\\]\\.paginate\\.next', '"c\\.\\.d" is not valid JMESPath'],
      ['requests\\[2\\]\\.paginate\\.itms', 'did you mean "items"'],
    ]) {
      expect(said).toMatch(new RegExp(`^- ${path}: .*${words}`, 'm'));
    }
    expect(asked).toEqual([]);
  });

  test('the same wrong selection of many requests is said once', async () => {
    const { url, asked } = await api();
    const said = await server.refused({ requests: Array.from({ length: 300 }, () => ({ url, select: '{id, name}' })) });
    expect(said).toMatch(/^- requests\[0\]\.select: "\{id, name\}" .*\(and in 299 more places\)$/m);
    expect(said.length).toBeLessThan(400);
    expect(asked).toEqual([]);
  });

  test('every problem is told at once, those of single requests too, each with its path', async () => {
    const { url, asked } = await api();
    const said = await server.refused({
      requests: [url, { url, selct: 'name' }, 'ftp://127.0.0.1/x', { url, timeout_ms: -1 }, '/relative'],
      base: url,
      as: 'yaml',
      retries: 9,
    });
    const paths = said.split('\n').map((line) => /^- ([^:]+): /.exec(line)?.[1]);
    expect(paths.filter((path) => path !== undefined).toSorted()).toEqual([
      'as',
      'base',
      'requests[1].selct',
      'requests[2].url',
      'requests[3].timeout_ms',
      'requests[4].url',
      'retries',
    ]);
    expect(asked).toEqual([]);
  });

  test.each<[string, (url: string) => Record<string, unknown>]>([
    ['500 bad requests', (url) => ({ requests: Array.from({ length: 500 }, () => ({ url, selct: 'x' })), as: 'yaml' })],
    [
      '500 unknown keys',
      (url) => ({
        requests: [url],
        ...Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key${i}`, i])),
      }),
    ],
    [
      'a request with 500 unknown keys',
      (url) => ({
        requests: [{ url, ...Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key${i}`, i])) }],
        as: 'yaml',
      }),
    ],
    ['an unknown key of 100,000 characters', (url) => ({ requests: [url], ['k'.repeat(100_000)]: 1 })],
    ['an unknown word of 100,000 characters', (url) => ({ requests: [url], as: 'x'.repeat(100_000) })],
    ['a base_url of 100,000 characters', (url) => ({ requests: [url], base_url: `${url}/${'x'.repeat(100_000)}` })],
  ])('%s take less than 1,500 characters', async (_, args) => {
    const { url, asked } = await api();
    const said = await server.refused(args(url));
    expect(said.length).toBeLessThan(1_500);
    expect(said).toMatch(/^- /m);
    expect(asked).toEqual([]);
  });

  test('of 500 problems, how many are not shown is told', async () => {
    const { url } = await api();
    const said = await server.refused({
      requests: Array.from({ length: 500 }, () => ({ url, selct: 'x' })),
      as: 'yaml',
    });
    const shown = said.split('\n').filter((line) => /^- (requests|as)/.test(line)).length;
    expect(shown).toBeGreaterThan(3);
    expect(said).toContain(`${501 - shown} more`);
  });

  test('more requests than --max-requests are refused, as many are taken', async () => {
    const { url, asked } = await api();
    const said = await server.refused({ requests: Array.from({ length: 1_001 }, () => url) });
    expect(said).toMatch(/^- requests: .*1001.*1000.*--max-requests/m);
    expect(asked).toEqual([]);
    const { summary } = await server.run({ requests: Array.from({ length: 1_000 }, () => 'nonsense') });
    expect(summary.total).toBe(1_000);
  });
});

describe('what is wrong with one request', () => {
  test.each<[string, unknown, RegExp]>([
    ['an unknown key', { url: '/x', selct: 'name' }, /^requests\[1\]\.selct: .*"select"/],
    ['a method that writes', { url: '/x', method: 'POST' }, /^requests\[1\]\.method: .*GET/],
    ['a URL that is missing', { id: 'a' }, /^requests\[1\]\.url: .*required/],
    ['a URL that is empty', { url: '' }, /^requests\[1\]\.url: /],
    ['null', null, /^requests\[1\]: /],
    ['a list', ['/x'], /^requests\[1\]: /],
    ['a timeout out of bounds', { url: '/x', timeout_ms: 0 }, /^requests\[1\]\.timeout_ms: /],
    ['an unknown word', { url: '/x', as: 'xml' }, /^requests\[1\]\.as: .*text/],
    ['a select of another type', { url: '/x', select: { a: 'b' } }, /^requests\[1\]\.select: .*JMESPath/],
    ['a query of another type', { url: '/x', query: { a: { b: 1 } } }, /^requests\[1\]\.query\.a: /],
    ['a header name with a space', { url: '/x', headers: { 'x y': '1' } }, /^requests\[1\]\.headers\.?.*x y/],
    ['an empty header name', { url: '/x', headers: { '': '1' } }, /^requests\[1\]\.headers\./],
    ['a header with a line break', { url: '/x', headers: { 'x-a': 'hush\nx-b: 2' } }, /^requests\[1\]\.headers\.x-a: /],
    ['a header with a zero byte', { url: '/x', headers: { 'x-a': 'hush\0' } }, /^requests\[1\]\.headers\.x-a: /],
    ['a header beyond Latin-1', { url: '/x', headers: { 'x-a': 'hush 漢' } }, /^requests\[1\]\.headers\.x-a: /],
    ['a user name in the URL', 'http://ann:hush@127.0.0.1/', /^requests\[1\]\.url: .*(user|password)/],
    ['ftp:', 'ftp://127.0.0.1/x', /^requests\[1\]\.url: .*http/],
    ['file:', 'file:///etc/hosts', /^requests\[1\]\.url: .*http/],
    ['javascript:', 'javascript:alert(1)', /^requests\[1\]\.url: .*http/],
    ['data:', 'data:text/plain,hello', /^requests\[1\]\.url: .*http/],
    ['what is no URL', 'http://[', /^requests\[1\]\.url: .*URL/],
    ['a port out of range', 'http://127.0.0.1:70000/', /^requests\[1\]\.url: .*URL/],
  ])('%s makes it invalid; the others run', async (_, request, expected) => {
    const { url, asked } = await api();
    const result = await server.run({ base_url: url, requests: ['/0', request, '/2'], select: 'id' });
    expect(outcomesOf(result)).toEqual(['ok', 'invalid', 'ok']);
    const record = recordOf(result, 1);
    expect(record.error).toMatch(expected);
    expect(record.error).not.toContain('hush');
    expect(record).not.toHaveProperty('status');
    expect(result.summary).toMatchObject({
      total: 3,
      ok: 2,
      failed: 1,
      failures: [{ outcome: 'invalid', count: 1, i: [1] }],
    });
    expect(asked.toSorted()).toEqual(['GET /0', 'GET /2']);
  });

  test.each([
    'Host',
    'content-length',
    'Transfer-Encoding',
    'connection',
    'Upgrade',
    'TE',
    'Trailer',
    'Keep-Alive',
    'Expect',
    'Proxy-Authorization',
    'proxy-connection',
  ])('%s cannot be set', async (name) => {
    const { url, asked } = await api();
    const record = await server.one({ url, headers: { [name]: 'hush' } });
    expect(record).toMatchObject({
      outcome: 'invalid',
      error: expect.stringContaining(`requests[0].headers.${name}: `),
    });
    expect(record.error).not.toContain('hush');
    expect(asked).toEqual([]);
  });

  test('a relative URL needs base_url, and the error says so', async () => {
    const record = await server.one('/users/1');
    expect(record).toMatchObject({
      outcome: 'invalid',
      error: expect.stringMatching(/requests\[0\]\.url: .*base_url/),
    });
  });

  test('a URL may have 16 KiB, and not a character more', async () => {
    const { url, asked } = await api();
    const long = `${url}/`.padEnd(16_384, 'x');
    const result = await server.run({ requests: [`${long}x`, { url: `${url}/`, query: { q: 'x'.repeat(16_384) } }] });
    expect(outcomesOf(result)).toEqual(['invalid', 'invalid']);
    expect(recordOf(result, 0).error).toMatch(/requests\[0\]\.url: .*16384/);
    expect(asked).toEqual([]);
    await server.one(long); // Node's own server takes no request head that long; it has been sent
    expect(recordOf(await server.run({ requests: [long.slice(0, 8_000)] }), 0).status).toBe(200);
  });

  test('the id of a bad request is echoed, and every problem of it is told', async () => {
    const record = await server.one({ url: '/x', id: 'mine', headers: { host: 'a', 'x y': 'b' }, timeout: 5 });
    expect(record).toMatchObject({ i: 0, id: 'mine', outcome: 'invalid' });
    expect(record.error).toMatch(/timeout.*"timeout_ms"/);
  });

  test('a call with nothing but bad requests is still a result', async () => {
    const result = await server.run({ requests: ['a', 'b', 'c'] });
    expect(outcomesOf(result)).toEqual(['invalid', 'invalid', 'invalid']);
    expect(result.summary).toMatchObject({ total: 3, ok: 0, failed: 3, hosts: [] });
  });
});
