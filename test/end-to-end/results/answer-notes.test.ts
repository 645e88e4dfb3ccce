import { expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { readerOf } from '../../support/read-result.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const { read } = readerOf(server);

const PART = 'the server sent a part only (206, bytes 0-6/900), though the request has no Range: the body is not whole';

/** The notes of a call of one request. */
async function said(request: object): Promise<unknown> {
  return (await server.run({ requests: [request] })).notes;
}

async function api(): Promise<string> {
  const { url } = await serve((_, response, { pathname }) => {
    if (pathname === '/part') response.writeHead(206, { 'content-type': 'application/json', 'content-range': 'bytes 0-6/900' });
    else if (pathname === '/odd') response.writeHead(206, { 'content-type': 'application/json', 'content-range': 'ignore all' });
    else if (pathname === '/unchanged') return void response.writeHead(304).end();
    else return json(response, { a: 2 });
    response.end('{"a":1}');
  });
  return url;
}

test('a part that was not asked for is told, whatever is made of it', async () => {
  const base_url = await api();
  const requests = ['/part', '/whole', '/part?again'];
  const { results, notes, summary } = await server.run({ base_url, requests, select: 'a' });
  expect(results.map(({ status, body }) => [status, body])).toEqual([
    [206, 1],
    [200, 2],
    [206, 1],
  ]);
  expect(notes).toEqual([`i 0, 2: ${PART}`]);
  for (const how of [{ js: 'ok.map(r => r.body.a)' }, { layout: 'table' }]) {
    expect((await server.run({ base_url, requests, ...how })).notes).toEqual([`i 0, 2: ${PART}`]);
  }
  expect((await read({ ref: `${summary.batch}/0` })).notes).toEqual([PART]);
  expect((await read({ ref: summary.batch, js: 'ok.length' })).notes?.join()).toContain(PART);
});

test('one that was asked for is as good as a whole; of a range that cannot be read nothing is repeated', async () => {
  const base_url = await api();
  const asked = await server.run({ base_url, requests: [{ url: '/part', headers: { Range: 'bytes=0-6' } }] });
  expect(asked).not.toHaveProperty('notes');
  const { notes } = await server.run({ base_url, requests: ['/odd'] });
  expect(notes).toEqual([expect.stringContaining('sent a part only (206), though')]);
});

test('a Range of bytes that is not heeded is told, unless the body has no more', async () => {
  const base_url = await api();
  const asked = (Range: string, further = {}): Promise<unknown> =>
    said({ url: `${base_url}/whole`, headers: { Range, ...further } });
  for (const range of ['bytes=0-3', 'bytes=2-', 'Bytes=-2', 'bytes=0-1,3-4'])
    expect(await asked(range)).toEqual([expect.stringContaining('does not heed the Range of the request (200, not 206)')]);
  for (const range of ['bytes=0-', 'bytes=0-6', 'bytes=0-99', 'items=0-3', '0-3']) expect(await asked(range)).toBeUndefined();
  expect(await asked('bytes=0-3', { 'If-Range': '"1"' })).toBeUndefined();
});

test('a part of which nothing is read, or that is a page, is told as any', async () => {
  const { url } = await serve((_, response, { pathname, searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (page < 3) response.setHeader('link', `</?page=${page + 1}>; rel="next"`);
    response.writeHead(206, { 'content-type': 'application/json', 'content-range': `items ${page}-${page}/4` });
    response.end(pathname === '/broken' ? '[{"id":' : `[${page}]`);
  });
  expect(await said({ url: `${url}/broken` })).toEqual([expect.stringContaining('sent a part only (206, items 1-1/4)')]);
  expect(await said({ url, select: 'nothing' })).toEqual([expect.stringContaining('sent a part only (206, items 1-1/4)')]);
  // Servers whose pages are parts are followed to the end.
  expect(await said({ url, paginate: { next: 'link' } })).toBeUndefined();
  expect(await said({ url, as: 'none' })).toBeUndefined();
  expect(await said({ url, method: 'HEAD' })).toBeUndefined();
});

test('a 304 without a condition brings nothing, and says so', async () => {
  const base_url = await api();
  const { results, notes } = await server.run({ base_url, requests: ['/unchanged'], select: 'a' });
  expect(results).toEqual([{ i: 0, status: 304, body: null }]);
  expect(notes).toEqual([expect.stringMatching(/^i 0: 304 Not Modified brings no body, though the request has no condition/)]);
  for (const name of ['If-None-Match', 'if-modified-since']) {
    const requests = [{ url: '/unchanged', headers: { [name]: '"1"' } }];
    expect(await server.run({ base_url, requests })).not.toHaveProperty('notes');
  }
});

test.each([301, 302, 303, 307, 308])('a %i without a Location is not taken for the page', async (status) => {
  const { url } = await serve((_, response) => json(response, { Code: 'PermanentRedirect' }, status));
  const { notes, results } = await server.run({ requests: [url, { url: `${url}/head`, as: 'none' }] });
  expect(results).toMatchObject([
    { i: 0, status, body: { Code: 'PermanentRedirect' } },
    { i: 1, status },
  ]);
  expect(notes).toEqual([
    `i 0: ${status} redirects and does not say where to (it has no Location): this body is not what was asked for`,
  ]);
});

test('what is to be made of a body is not made of a HEAD, and a note says so', async () => {
  const base_url = await api();
  const head = { base_url, requests: [{ url: '/whole', method: 'HEAD' }] };
  for (const how of [{ select: 'a' }, { extract: { a: 'p' } }]) {
    const { notes } = await server.run({ ...head, ...how });
    expect(notes).toEqual([
      `i 0: ${Object.keys(how).join()} was not used: HEAD brings no body; response_headers shows its headers, GET has the body`,
    ]);
  }
  expect(await server.run(head)).not.toHaveProperty('notes');
});

test('nothing is selected of a body that is left out, and a note says so unless the request itself leaves it out', async () => {
  const base_url = await api();
  const unused = 'select was not used: "as": "none" leaves the body out; without it the body is what select gives';
  for (const args of [
    { requests: ['/whole'], as: 'none', select: 'a' },
    { requests: [{ url: '/whole', as: 'none', select: 'a' }] },
    { requests: [{ url: '/whole', select: 'b => b.a' }], as: 'none' },
  ]) {
    const { results, notes } = await server.run({ base_url, ...args });
    expect(results).toEqual([{ i: 0, status: 200 }]);
    expect(notes, JSON.stringify(args)).toEqual([`i 0: ${unused}`]);
  }
  const { results, notes } = await server.run({ base_url, requests: ['/whole', { url: '/whole?2', as: 'none' }], select: 'a' });
  expect(results).toEqual([
    { i: 0, status: 200, body: 2 },
    { i: 1, status: 200 },
  ]);
  expect(notes).toBeUndefined();
});

test('keys that come twice in one object are told, also where a program computes with them', async () => {
  const { url } = await serve((_, response) => {
    response.setHeader('content-type', 'application/json').end('{"item": 1, "item": 2, "list": [{"a": 1}, {"a": 2}]}');
  });
  const twice = 'keys that come more than once in one object have their last value here: "item"; "as": "text" has all';
  for (const how of [{}, { select: 'item' }, { js: 'ok[0].body.item' }, { select: 'b => b.item' }]) {
    const { results, value, notes } = await server.run({ requests: [url], ...how });
    expect(JSON.stringify(value ?? results[0]?.body), JSON.stringify(how)).toContain('2');
    expect(notes, JSON.stringify(how)).toEqual([`i 0: ${twice}`]);
  }
  const { body } = await server.one(url, { as: 'text' });
  expect(body).toContain('"item": 1');
});

test('a header that is wanted and never shown is told where it is there', async () => {
  const { url } = await serve((_, response, { pathname }) => {
    if (pathname === '/in') response.setHeader('set-cookie', ['session=s3cret-value; Secure', 'b=2']);
    response.setHeader('etag', '"1"');
    json(response, { a: 1 });
  });
  const call = { base_url: url, requests: ['/in', '/out'], response_headers: ['Set-Cookie', 'etag', 'x-none'] };
  const { text, value } = await server.call(call);
  expect(value?.notes).toEqual(['i 0: set-cookie is there, and is never shown: it may be a secret']);
  expect(value?.results.map(({ headers }) => headers)).toEqual([{ etag: '"1"' }, { etag: '"1"' }]);
  expect(text).not.toContain('s3cret-value');
});

test('errors of GraphQL in a 200 are told, whatever is made of the answer', async () => {
  const answers: Record<string, unknown> = {
    '/part': { data: { a: null }, errors: [{ message: 'no such a', path: ['a', 0, { toString: 1 }] }] },
    '/none': { data: null, errors: [{ message: 'no field a' }, { message: 'more' }] },
    '/list': { a: 1, errors: [{ message: 'of a REST API' }] },
    '/fine': { data: { a: 1 }, errors: [] },
    '/only': { errors: [{ message: 'no data at all' }] },
  };
  const { url: base_url } = await serve((_, response, { pathname }) =>
    json(response, answers[pathname] ?? { data: { a: null }, errors: [{ message: `not of ${pathname}` }] }),
  );
  const part = 'i 0: the answer has errors beside its data, such as "no such a" (at a.0)';
  const none = 'i 1: the answer has errors and no data, such as "no field a"';
  const requests = ['/part', '/none', '/list', '/fine'];
  expect((await server.run({ base_url, requests })).notes).toEqual([part, none]);
  expect((await server.run({ base_url, requests, js: 'ok.map(r => r.body.data ?? null)' })).notes).toEqual([part, none]);
  for (const select of ['data.a', 'b => b.data.a']) {
    const { results, notes } = await server.run({ base_url, requests: ['/part', '/only'], select });
    expect(results).toMatchObject([
      { body: null },
      {
        outcome: 'select_error',
        error: expect.stringContaining('; the answer has errors and no data, such as "no data at all"'),
      },
    ]);
    expect(notes).toEqual([part]);
  }
  const template = { url: `${base_url}/of/{n}`, vars: { n: '1..20' }, select: 'data.a' };
  expect(await said(template)).toEqual([
    'i 0, 1, 2, 3, 4 and 15 more: the answer has errors beside its data, such as "not of /of/1"',
  ]);
});

test('a document whose text is not read says so, by its bytes or its label; a picture or a mislabelled table does not', async () => {
  const office = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const files: Record<string, readonly [type: string, body: string]> = {
    '/a.pdf': ['application/octet-stream', '%PDF-1.4\n\0\u0001'],
    '/b.docx': [office, 'PK\u0003\u0004\0\0'],
    '/c.gif': ['image/gif', 'GIF89a\u0001\0'],
    '/d.xls': ['application/vnd.ms-excel', 'a,b\n1,2\n'],
  };
  const { url: base_url } = await serve((_, response, { pathname }) => {
    const [type, body] = files[pathname] ?? ['text/plain', ''];
    response.writeHead(200, { 'content-type': type }).end(Buffer.from(body, 'latin1'));
  });
  const requests = Object.keys(files);
  const note = 'the text of PDF and office files is not read; "as": "base64" gives the bytes';
  for (const how of [{}, { as: 'text' }, { js: 'ok.length' }]) {
    expect((await server.run({ base_url, requests, ...how })).notes).toEqual([`i 0, 1: ${note}`]);
  }
  expect((await server.run({ base_url, requests, as: 'base64' })).notes).toBeUndefined();
});

test('a failure in words that are called CSV is these words', async () => {
  const { url } = await serve(
    (_, response) => void response.writeHead(400, { 'content-type': 'text/csv' }).end('no such day, or no such month'),
  );
  expect(await server.one({ url })).toMatchObject({ outcome: 'http_error', body: 'no such day, or no such month' });
  expect((await server.run({ requests: [url], js: 'records[0].error_body' })).value).toBe('no such day, or no such month');
});

test('a failure that a document of XML tells in a 200 is told', async () => {
  const documents = {
    fault: '<s:Envelope><s:Body><s:Fault><faultcode>s:Server</faultcode></s:Fault></s:Body></s:Envelope>',
    ogc: '<ows:ExceptionReport version="1.1"><ows:Exception exceptionCode="x"><ows:ExceptionText>No layer</ows:ExceptionText></ows:Exception></ows:ExceptionReport>',
    aws: '<Error><Code>NoSuchKey</Code><Message>No key</Message></Error>',
    deleted: '<DeleteResult><Deleted><Key>a</Key></Deleted><Error><Key>b</Key><Code>AccessDenied</Code></Error></DeleteResult>',
    done: '<s:Envelope><s:Body><Got><Fault>none</Fault></Got></s:Body></s:Envelope>',
    empty: '<s:Envelope><s:Body><Got>1</Got><s:Fault/></s:Body></s:Envelope>',
    report: '<Report><Error>none</Error></Report>',
  };
  const { url } = await serve((_, response, { pathname }) => {
    response.setHeader('content-type', 'text/xml').end(new Map(Object.entries(documents)).get(pathname.slice(1)));
  });
  const tells = async (path: string): Promise<string> => JSON.stringify(await said({ url: `${url}/${path}` })) ?? '';
  expect(await tells('fault')).toContain('s:Envelope: [{faultcode:s:Server');
  expect(await tells('ogc')).toContain('ows:ExceptionReport: {ows:Exception:[{ows:ExceptionText:');
  expect(await tells('aws')).toContain('Error: {Code:NoSuchKey');
  expect(await tells('deleted')).toContain('DeleteResult: [{Key:b,Code:AccessDenied}]');
  expect([await tells('done'), await tells('empty'), await tells('report')]).toEqual(['', '', '']);
});

test('an answer that tells of a failure in a 200, or that it is not all, is told; things that have failed are not', async () => {
  const fine = [
    { id: 7, status: 'error', error: 'of a job', message: 'that is what was asked for' },
    { error: null, errors: false, ok: true, success: true, message: 'done', warnings: [], timed_out: false },
    { error: { rate: 0.1 }, warnings: [{ area: 'of the weather' }], hits: 3, UnprocessedKeys: {}, _shards: { failed: 0 } },
    [{ success: false, error: 'of a row' }],
    { FailedRecordCount: 0, Failed: [], error_message: '', passed: 3 },
    { passed: 97, failed: 3, duration: 1.5 },
    { numTotalTests: 9, failed: 3, error: 'No error', failedLoginCount: 2 },
    { waiting: 0, failed: [{ job: 'of a queue' }], error_count: 0 },
    { failed: 0.1, responses: [{ status: 404, body: 'of a mock', url: '/a' }] },
    { error: 'none', hits: [{ relation: 'gte' }], status: 'failed' },
    { responses: [{ status: 404 }, { status: 200, body: {} }], data: [{ userErrors: [{ message: 'a' }] }], insertErrors: [] },
    { data: { create: { thing: 1, userErrors: [] } }, DeleteResult: { Deleted: { Key: 'a' } } },
    [
      { id: 'a', success: true, errors: [] },
      { id: 'job', success: false, errors: [{ message: 'that is what was asked for' }] },
      { id: 'build', error: 'timeout', reason: 'slow', name: 'of a build' },
    ],
  ];
  const told: [body: object, why: string][] = [
    [{ ok: false, error: 'invalid_auth' }, 'ok: false, error: invalid_auth'],
    [{ ok: false, description: 'a "bot" is gone' }, 'ok: false, description: a bot is gone'],
    [{ success: false, message: 'no', result: [] }, 'success: false, message: no'],
    [{ status: 'error', message: 'no key' }, 'status: error, message: no key'],
    [{ jsonrpc: '2.0', id: 1, error: { code: -1, message: 'no method' } }, 'error: {code:-1,message:no method}'],
    [{ error: { code: 'maxlag', info: 'late' }, servedby: 'm' }, 'error: {code:maxlag,info:late}'],
    [{ warnings: { main: { '*': 'Unrecognized parameter' } }, query: {} }, 'warnings: {main:{*:Unrecognized parameter}}'],
    [{ timed_out: true, hits: { total: 3 } }, 'timed_out: true'],
    [{ count: 7, _shards: { total: 2, failed: 1 } }, '_shards: {total:2,failed:1}'],
    [{ hits: { total: { value: 10_000, relation: 'gte' }, hits: [] } }, 'hits: {value:10000,relation:gte}'],
    [{ errors: true, items: [] }, 'errors: true'],
    [{ results: [], error_message: 'over the quota', status: 'DENIED' }, 'error_message: over the quota'],
    [{ FailedRecordCount: 1, Records: [] }, 'FailedRecordCount: 1'],
    [{ queued: 98, failed: 2 }, 'failed: 2'],
    [{ Successful: [], Failed: [{ Id: '2' }] }, 'Failed: [{Id:2}]'],
    [
      [
        { jsonrpc: '2.0', result: 5 },
        { jsonrpc: '2.0', id: 2, error: { message: 'no' } },
      ],
      'error: {message:no}',
    ],
    [{ total_count: 4, incomplete_results: true, items: [] }, 'incomplete_results: true'],
    [{ Responses: {}, UnprocessedKeys: { t: [1] } }, 'UnprocessedKeys: {t:[1]}'],
    [
      [
        { id: '1', success: true, errors: [] },
        { success: false, errors: [{ message: 'no Name' }] },
      ],
      'success: false, errors: [{message:no Name}]',
    ],
    [
      { compositeResponse: [{ httpStatusCode: 201 }, { httpStatusCode: 400, referenceId: 'a' }] },
      'compositeResponse: {httpStatusCode:400,referenceId:a}',
    ],
    [
      {
        responses: [
          { id: '1', status: 201, body: {} },
          { id: '2', status: 404, body: 'gone' },
        ],
      },
      'responses: {id:2,status:404,body:gone}',
    ],
    [
      {
        took: 3,
        responses: [
          { hits: {}, status: 200 },
          { error: { type: 'x' }, status: 404 },
        ],
      },
      'responses: {error:{type:x},status:404}',
    ],
    [[null, { code: 400, headers: [], body: '{}' }], 'code: 400, headers: [], body: {}'],
    [
      [
        { id: 'a', ok: true, rev: '1' },
        { id: 'b', error: 'conflict', reason: 'update conflict' },
      ],
      'id: b, error: conflict, reason: update conflict',
    ],
    [{ issues: [], errors: [{ status: 400, failedElementNumber: 1 }] }, 'errors: {status:400,failedElementNumber:1}'],
    [{ kind: 'k', insertErrors: [{ index: 0 }] }, 'insertErrors: {index:0}'],
    [{ data: { create: { thing: null, userErrors: [{ message: 'bad' }] } } }, 'data: {message:bad}'],
  ];
  const bodies = [...fine, ...told.map(([body]) => body)];
  const { url } = await serve((_, response, { pathname }) => json(response, bodies[Number(pathname.slice(1))]));
  const requests = [{ url: `${url}/{n}`, vars: { n: `0..${bodies.length - 1}` } }];
  const begin = 'the answer tells of a failure, a lack or a warning, such as';
  expect((await server.run({ requests, js: 'ok.length' })).notes).toEqual([
    `i 13, 14, 15, 16, 17 and 22 more: ${begin} "${told[0]?.[1]}"`,
  ]);
  for (const [at, [, why]] of told.entries()) {
    const result = await server.run({ requests: [`${url}/${fine.length + at}`], js: 'ok.length' });
    expect(result.notes).toEqual([`i 0: ${begin} "${why}"`]);
  }
  const multi = await serve((_, response) => json(response, [{ status: 404 }], 207));
  expect(await said({ url: multi.url })).toEqual(['i 0: 207 Multi-Status: parts of it may have failed']);
});
