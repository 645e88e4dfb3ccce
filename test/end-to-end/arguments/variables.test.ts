import { describe, expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { recorder } from '../../support/recorder.ts';
import { outcomesOf, recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** What a server is asked for by one request with variables, in order. */
async function asked(request: Record<string, unknown>): Promise<readonly string[]> {
  const api = await serve((_, response) => json(response, 1));
  const { summary } = await server.run({ base_url: api.url, requests: [request], concurrency: 1 });
  expect(summary).toMatchObject({ failed: 0 });
  return api.asked.map((each) => each.replace('GET ', ''));
}

describe('variables fill in the query', () => {
  test.each<[string, Record<string, unknown>, unknown, string[]]>([
    ['a whole value', { userId: '{u}' }, { u: [1, 2] }, ['/todos?userId=1', '/todos?userId=2']],
    ['a part of a text', { q: 'user:{u} is:{s}' }, [{ u: 'a&b', s: true }], ['/todos?q=user%3Aa%26b+is%3Atrue']],
    ['an item of a list', { tag: ['a', '{t}', 'x{t}'] }, { t: ['b'] }, ['/todos?tag=a&tag=b&tag=xb']],
    ['a list, which repeats its key', { tag: '{t}', n: 1 }, [{ t: ['a', 'b c'] }], ['/todos?tag=a&tag=b+c&n=1']],
    ['a list within a text', { ids: 'in:{t}' }, [{ t: [1, 2] }], ['/todos?ids=in%3A1%2C2']],
    ['null, which leaves it out', { a: '{x}', b: 2 }, { x: [null, 1] }, ['/todos?b=2', '/todos?a=1&b=2']],
    ['what only some rows have', { a: '{x}', b: '{y}' }, [{ x: 1 }, { x: 2, y: 3 }], ['/todos?a=1', '/todos?a=2&b=3']],
    ['an empty text', { a: '{x}' }, { x: [''] }, ['/todos?a=']],
    ['ranges in a list', { p: '{p}' }, { p: ['1..2', '5'] }, ['/todos?p=1', '/todos?p=2', '/todos?p=5']],
    ['what looks like a variable itself, once', { a: '{x}{y}' }, [{ x: '{y}', y: '$&' }], ['/todos?a=%7By%7D%24%26']],
    ['braces that are none', { a: '{"k": {x}}', b: '{}' }, { x: [5] }, ['/todos?a=%7B%22k%22%3A+5%7D&b=%7B%7D']],
  ])('with %s', async (_, query, vars, paths) => {
    expect(await asked({ url: '/todos', query, vars })).toEqual(paths);
  });

  test('of a URL with a template and a query of its own', async () => {
    const request = { url: '/{a}?x=%20{&b}', query: { c: '{c}' }, vars: { a: [1], b: ['y z'], c: ['1..2'] } };
    expect(await asked(request)).toEqual(['/1?x=%20&b=y%20z&c=1', '/1?x=%20&b=y%20z&c=2']);
  });

  test('and null as such leaves a key out', async () => {
    expect(await asked({ url: '/todos', query: { a: null, b: [1, null, 2] } })).toEqual(['/todos?b=1&b=2']);
  });

  test('but not without vars: text is text then', async () => {
    expect(await asked({ url: '/todos', query: { a: '{u}' } })).toEqual(['/todos?a=%7Bu%7D']);
  });
});

describe('variables fill in the headers of a request', () => {
  test('whole and in part, each with its request', async () => {
    const api = await recorder();
    const requests = [
      {
        url: '/{id}',
        headers: { 'If-Match': '{etag}', 'x-note': 'item {id}, {on}' },
        vars: [
          { id: 1, etag: '"a"', on: true },
          { id: 2, etag: 'W/"b,{id}"', on: false },
        ],
      },
    ];
    const { results } = await server.run({ base_url: api.url, requests, concurrency: 1 });
    expect(api.received.map(({ headers }) => [headers['if-match'], headers['x-note']])).toEqual([
      ['"a"', 'item 1, true'],
      ['W/"b,{id}"', 'item 2, false'],
    ]);
    expect(results.map(({ url, vars }) => [url, vars])).toEqual(requests[0]?.vars.map((row) => [undefined, row]));
  });

  test('not those of the call, and says so', async () => {
    const { url, asked: requests } = await recorder();
    const call = { headers: { 'x-a': '{a}' }, requests: [{ url: `${url}/x`, vars: { a: [1] } }] };
    const { error } = recordOf(await server.run(call), 0);
    expect(error).toMatch(/vars\.a: a is used nowhere in url, query, headers or body.*or the call's own headers/);
    expect(requests).toEqual([]);
  });

  test.each([['a\r\nx-b: 1'], ['a\nb'], ['\0'], ['\u007f'], ['漢']])(
    'but not with the value %j, which is not shown',
    async (value) => {
      const api = await recorder();
      const requests = [
        {
          url: '/{n}',
          headers: { 'x-a': '{v}' },
          vars: [
            { n: 1, v: 'good' },
            { n: 2, v: value },
          ],
        },
      ];
      const result = await server.run({ base_url: api.url, requests });
      expect(outcomesOf(result)).toEqual(['ok', 'invalid']);
      expect(recordOf(result, 1).error).toMatch(/^requests\[0\]\.headers\.x-a: its value has a control or non-Latin-1 character/);
      expect(api.received).toHaveLength(1);
    },
  );
});

describe('what would send the same request again, or braces, is not sent', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    [
      'a variable that is used nowhere',
      { url: '/users', vars: { page: '1..3' } },
      /^requests\[0\]\.vars\.page: page is used nowhere/,
    ],
    ['one beside another', { url: '/u/{id}', vars: { id: [1], page: '1..3' } }, /vars\.page: page is used nowhere/],
    ['two of them', { url: '/u', vars: { a: [1], b: [2] } }, /^requests\[0\]\.vars: a, b are used nowhere/],
    [
      'one that only id and select name',
      { url: '/u', id: '{a}', select: '{a: a}', vars: { a: [1] } },
      /vars\.a: a is used nowhere/,
    ],
    ['one that is written as in Express', { url: '/u/:id', vars: { id: [1] } }, /write \{id\} in place of :id/],
    ['rows of which none is used', { url: '/u', vars: [{ a: 1, b: 2 }] }, /^requests\[0\]\.vars: none of a, b is used/],
    [
      'a name of the URL',
      { url: '/u/{ids}', vars: { id: [1] } },
      /^requests\[0\]\.url: the template uses \{ids\}, and vars has id/,
    ],
    [
      'a name of the query',
      { url: '/u/{id}', query: { a: 'x{y}' }, vars: { id: [1] } },
      /^requests\[0\]\.query\.a: \{y\} is no variable: vars has id/,
    ],
    [
      'a name of a header',
      { url: '/u/{id}', headers: { 'if-match': '{etg}' }, vars: { id: [1] } },
      /^requests\[0\]\.headers\.if-match: \{etg\} is no variable/,
    ],
    ['two braces in the URL', { url: '/u/{{id}}', vars: { id: [1] } }, /"\{id" is not a variable; write \{id\}, with one brace/],
    [
      'two braces in the query',
      { url: '/u', query: { a: '{{id}}' }, vars: { id: [1] } },
      /query\.a: write \{id\}, with one brace/,
    ],
    ['a dollar in the URL', { url: '/u/${id}', vars: { id: [1] } }, /write \{id\} without the "\$"/],
    [
      'a dollar in a header',
      { url: '/u', headers: { a: 'x ${id}' }, vars: { id: [1] } },
      /headers\.a: write \{id\} without the "\$"/,
    ],
    [
      'an operator in the query',
      { url: '/u', query: { a: '{?id}' }, vars: { id: [1] } },
      /query\.a: write \{id\} in place of \{\?id\}/,
    ],
    ['spaces in braces', { url: '/u', query: { a: '{ id }' }, vars: { id: [1] } }, /query\.a: write \{id\} in place of \{ id \}/],
  ])('%s', async (_, request, message) => {
    const api = await recorder();
    const result = await server.run({ base_url: api.url, requests: [request, '/ok'] });
    expect(outcomesOf(result)).toEqual(['invalid', 'ok']);
    expect(recordOf(result, 0).error).toMatch(message);
    expect(api.asked).toEqual(['GET /ok']);
  });

  test('but rows may carry labels', async () => {
    const api = await recorder();
    const vars = [
      { id: 1, name: 'Ann' },
      { id: 2, name: 'Bob' },
    ];
    const { results } = await server.run({ base_url: api.url, requests: [{ url: '/u/{id}', vars }] });
    expect(results.map(({ vars: shown }) => shown)).toEqual(vars);
  });
});

test('an optional part that no variable fills is left out, with a note', async () => {
  const api = await recorder();
  const requests = [
    { url: '/u/{id}{?pge,size}', vars: [{ id: 1, page: 2 }] },
    { id: 'list', url: '/list', as: 'none' },
    { url: '/v{?x,y}', vars: { x: { from: 'list', select: 'keys(@)' } } },
    { url: '/w{?z}{&a}', vars: { from: 'list', select: '[{z: `1`}]' } },
  ];
  const { notes } = await server.run({ base_url: api.url, requests, concurrency: 1 });
  expect(api.asked.slice(0, 2)).toEqual(['GET /u/1', 'GET /list']);
  expect(notes).toEqual([
    'requests[0].url: {pge}, {size} are left out: no variable fills it, vars has id, page',
    'requests[2].url: {y} is left out: no variable fills it, vars has x',
    expect.stringMatching(/^requests\[2\]: "list" has no values for x/),
    'requests[3].url: {a} is left out: no variable fills it, vars has z',
    'i 1: requests[3].vars: select "[{z: `1`}]" is a constant, and nothing of the body is in it',
  ]);
});

test('the whole of a text in a body that no variable fills is sent as written, with a note', async () => {
  const api = await recorder();
  const vars = [{ id: 1, title: 'x' }];
  const requests = [
    { url: '/a/{id}', vars, json: { title: '{titel}', tags: ['{tag}'], query: '{ me { id } }', text: 'a {b} c', id: '{id}' } },
    { url: '/b/{id}', vars, form: { title: '{titel}', n: '{id}' } },
    { url: '/c', json: { title: '{titel}' } },
    { url: '/d', vars, body: '{title}{no}' },
    { id: 'of', url: '/e/{id}', vars, json: '{title}' },
    { url: '/f/{n}', vars: { from: 'of', select: '{n: `1`}' }, json: { title: '{title}', other: '{name}' } },
  ];
  const { notes = [] } = await server.write({ base_url: api.url, requests, concurrency: 1 });
  expect(notes.filter((note) => note.startsWith('requests'))).toEqual([
    'requests[0].json: {titel}, {tag} are sent as written: no variable fills it, vars has id, title',
    'requests[1].form: {titel} is sent as written: no variable fills it, vars has id, title',
    expect.stringMatching(/^requests\[5\]\.json: \{name\} is sent as written: no variable fills it, vars has /),
  ]);
});

describe('null, and what a row does not have,', () => {
  test.each<[string, Record<string, unknown>, RegExp | undefined]>([
    ['is invalid in a path', { url: '/u/{x}' }, /^requests\[0\]\.url: \{x\} is null or absent here/],
    ['is invalid in a header', { url: '/u', headers: { 'x-a': '{x}' } }, /^requests\[0\]\.headers\.x-a: \{x\} is null or absent/],
    ['is invalid within a text of the query', { url: '/u', query: { a: 'n:{x}' } }, /^requests\[0\]\.query\.a: \{x\} is null/],
    ['is left out in {?x}', { url: '/u{?x}' }, undefined],
    ['is left out in {&x}', { url: '/u?a=1{&x}' }, undefined],
  ])('%s', async (_, request, message) => {
    const api = await recorder();
    for (const absent of [{ y: 0 }, { y: 0, x: null }]) {
      const vars = [{ y: 1, x: 'v' }, absent, { y: 2, x: 'w' }];
      const result = await server.run({ base_url: api.url, requests: [{ ...request, vars }] });
      expect(outcomesOf(result)).toEqual(['ok', message ? 'invalid' : 'ok', 'ok']);
      expect(recordOf(result, 1)).toMatchObject({ vars: { y: 0 } });
      expect(recordOf(result, 1).error ?? '').toMatch(message ?? /^$/);
    }
    expect(api.asked.filter((each) => /null|undefined/.test(each))).toEqual([]);
  });

  test('is null in JSON, left out of a form, and invalid within a text', async () => {
    const api = await recorder();
    const vars = [{ n: 1, x: null }, { n: 2 }, { n: 3, x: [1] }];
    const requests = [
      { url: '/json', json: { n: '{n}', x: '{x}' }, vars },
      { url: '/form', form: { n: '{n}', x: '{x}' }, vars },
      { url: '/text', json: 'x is {x}', vars },
    ];
    const result = await server.write({ base_url: api.url, requests, concurrency: 1 });
    expect(outcomesOf(result)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'invalid', 'invalid', 'ok']);
    expect(recordOf(result, 6).error).toMatch(/^requests\[2\]\.json: \{x\} is null or absent here/);
    expect(api.received.map(({ body }) => body)).toEqual([
      '{"n":1,"x":null}',
      '{"n":2,"x":null}',
      '{"n":3,"x":[1]}',
      'n=1',
      'n=2',
      'n=3&x=1',
      '"x is 1"',
    ]);
  });
});

describe('objects and lists', () => {
  test('stay what they are in a JSON body, and are JSON in other texts of bodies', async () => {
    const api = await recorder();
    const vars = { item: [{ id: 1, tags: ['a'], none: null }, [{ b: 2 }]] };
    const requests = [
      { url: '/a', json: { item: '{item}', text: 'of {item}' }, vars },
      { url: '/b', body: '{"index":{}}\n{item}\n', vars },
    ];
    await server.write({ base_url: api.url, requests, concurrency: 1 });
    expect(api.received.map(({ body }) => body)).toEqual([
      '{"item":{"id":1,"tags":["a"],"none":null},"text":"of {\\"id\\":1,\\"tags\\":[\\"a\\"],\\"none\\":null}"}',
      '{"item":[{"b":2}],"text":"of [{\\"b\\":2}]"}',
      '{"index":{}}\n{"id":1,"tags":["a"],"none":null}\n',
      '{"index":{}}\n[{"b":2}]\n',
    ]);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['the URL', { url: '/u/{x}' }, /^requests\[0\]\.url: \{x\} is an object; pick one of its values, or write \{\?x\*\}/],
    [
      'the query',
      { url: '/u', query: { a: '{x}' } },
      /^requests\[0\]\.query\.a: \{x\} is an object; .*only a JSON body takes it whole/,
    ],
    ['a header', { url: '/u', headers: { a: '{x}' } }, /^requests\[0\]\.headers\.a: \{x\} is an object/],
  ])('cannot stand in %s', async (_, request, message) => {
    const api = await recorder();
    const { error } = await server.one({ ...request, url: api.url + String(request['url']), vars: [{ x: { a: 1 } }] });
    expect(error).toMatch(message);
    expect(api.asked).toEqual([]);
  });

  test('but an object of plain values in {?x*}, as RFC 6570 has it', async () => {
    expect(await asked({ url: '/u{?x*}', vars: [{ x: { a: 1, b: 'y z', c: null } }] })).toEqual(['/u?a=1&b=y%20z']);
  });
});

describe('a value that is "." or ".."', () => {
  test.each<[string, string, string[]]>([
    ['/f/{id}', '..', ['refused']],
    ['/f/{id}', '.', ['refused']],
    ['/f/{id}/g', '..', ['refused']],
    ['/f/{id}.json', '.', ['/f/..json']],
    ['/f/{id}', '..a', ['/f/..a']],
    ['/f/{id}', '../x', ['refused']],
    ['/f/{id}', '..\\x', ['refused']],
    ['/f/{id}', '%2e%2e', ['/f/%252e%252e']],
    ['/f/.{id}', '.', ['refused']],
    ['/f{/id}', '..', ['refused']],
    ['/f/{+id}', '..', ['refused']],
    ['/f/{+id}', '../x', ['refused']],
    ['/f/{+id}', 'a/../../x', ['refused']],
    ['/f/{+id}', '%2E%2e/x', ['refused']],
    ['/f/{+id}', '.%2e%2fx', ['refused']],
    ['/f/{+id}', 'a/../b', ['/f/b']],
    ['/f/{+id}', './a', ['/f/a']],
    ['/f{+id}', '/../x', ['refused']],
    ['{+id}', '../x', ['refused']],
    ['/f{?id}', '..', ['/f?id=..']],
    ['/f/x{#id}', '..', ['/f/x']],
    ['../{id}', 'x', ['/x']],
  ])('%s with %j', async (url, id, expected) => {
    const api = await recorder();
    const record = await server.one({ url, vars: { id: [id] } }, { base_url: `${api.url}/v1` });
    const paths = api.received.map(({ path }) => path.replace(/^\/v1/, ''));
    const refused = record.error?.includes('would leave the folder') ? 'refused' : record.error;
    expect(refused === undefined ? paths : [...paths, refused]).toEqual(expected);
    expect(record.outcome).toBe(refused === undefined ? undefined : 'invalid');
  });
});

test('a variable in base_url or in a header of the call is not filled in, and a note says so, before it is sent, too', async () => {
  const { url } = await serve((request, response) => json(response, [request.url, request.headers['x-key']]));
  const call = {
    base_url: `${url}/{n}`,
    headers: { 'x-key': 'k-{n}', 'x-other': '{other}' },
    requests: [{ url: '/a/{n}', vars: { n: [1] } }],
  };
  const { results, notes } = await server.run(call);
  expect(results[0]?.body).toEqual(['/%7Bn%7D/a/1', 'k-{n}']);
  expect(notes).toEqual([
    'base_url: {n} is sent as it stands: variables fill in requests only; write it into url',
    'headers.x-key: {n} is sent as it stands: variables fill in requests only; write the header into the request',
  ]);
  expect((await server.run({ ...call, dry_run: true })).notes).toEqual(notes);
  expect((await server.run({ ...call, requests: ['/a'] })).notes).toBeUndefined();
});
