import { beforeEach, describe, expect, test } from 'vitest';
import type { CallResult } from '../../../src/batch/args/result-schema.ts';
import type { Api } from '../../support/api.ts';
import { peopleApi, person } from '../../support/people-api.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
let api: Api;

beforeEach(async () => {
  api = await peopleApi();
});

/** The result of a program over these requests. */
function computed(js: string, requests: readonly unknown[] = ['/people/1', '/people/2'], args: object = {}): Promise<CallResult> {
  return server.run({ base_url: api.url, requests, js, ...args });
}

async function valueOf(js: string, requests?: readonly unknown[], args?: object): Promise<unknown> {
  const { value, error } = await computed(js, requests, args);
  expect(error).toBeUndefined();
  return value;
}

describe('what a program sees', () => {
  test('by has a list for each id of the call, an empty one where a source gave no rows', async () => {
    const vars = { id: { from: 'people', select: "[?team == 'none'].id" } };
    const requests = [
      { id: 'people', url: '/people' },
      { id: 'each', url: '/people/{id}', vars },
    ];
    const js = '[by.people.length, by.each.length, Object.keys(by)]';
    const { value, notes, summary } = await computed(js, requests);
    expect(value).toEqual([1, 0, ['people', 'each']]);
    expect(notes).toEqual([expect.stringContaining('so nothing was sent for it')]);
    const again = { name: 'read_result', arguments: { ref: summary.batch, js } };
    expect((await server.connected.client.callTool(again)).structuredContent).toMatchObject({ value });
  });

  test('is every record in input order, with all its fields', async () => {
    const requests = [{ id: 'one', url: '/people/{n}', vars: { n: [2, 99] } }, '/moved'];
    const [first, second, third] = (await valueOf('records', requests)) as Record<string, unknown>[];
    expect(Object.keys(first ?? {})).toEqual(
      'i id url final_url vars status ok outcome attempts ms error error_body headers body'.split(' '),
    );
    expect(first).toMatchObject({
      i: 0,
      id: 'one',
      url: `${api.url}/people/2`,
      final_url: null,
      vars: { n: 2 },
      status: 200,
      ok: true,
      outcome: null,
      attempts: 1,
      ms: expect.any(Number),
      error: null,
      error_body: null,
      body: person(2),
    });
    expect(second).toMatchObject({
      i: 1,
      id: 'one',
      vars: { n: 99 },
      status: 404,
      ok: false,
      outcome: 'http_error',
      error: '404 Not Found',
      error_body: { message: 'no such person' },
      body: null,
    });
    expect(third).toMatchObject({ i: 2, url: `${api.url}/moved`, final_url: `${api.url}/people/1`, vars: null, id: null });
  });

  test('has those that succeeded in ok, and lists by id in by', async () => {
    const requests = [{ id: 'p', url: '/people/{n}', vars: { n: [1, 99, 2] } }, { id: 'all', url: '/people' }, '/text'];
    expect(await valueOf('[ok.map(r => r.i), by.p.map(r => r.ok), by.all[0].body.length, Object.keys(by)]', requests)).toEqual([
      [0, 2, 3, 4],
      [true, false, true],
      6,
      ['p', 'all'],
    ]);
  });

  test('has headers in lower case, all but secret ones, links absolute', async () => {
    const [person1, page] = (await valueOf('ok.map(r => r.headers)', ['/people/1', '/pages'])) as Record<string, string>[];
    expect(person1).toMatchObject({ etag: '"v1"', 'x-kind': 'a, b', 'content-type': 'application/json' });
    expect(person1).not.toHaveProperty('set-cookie');
    expect(page?.['link']).toBe(`<${api.url}/pages?page=2>; rel="next"`);
  });

  test('has bodies as the records would have shown them, whole', async () => {
    const requests = [
      '/csv',
      { url: '/page', extract: { title: 'h1', links: ['main a@href'] } },
      { url: '/people', select: '[].age' },
      { url: '/people', select: 'all => all.length' },
      { url: '/people/1', as: 'text' },
      { url: '/people/1', as: 'none' },
      { url: '/people/1', method: 'HEAD' },
      '/empty',
      '/text',
    ];
    expect(await valueOf('records.map(r => r.body)', requests, { max_tokens: 2_000 })).toEqual([
      [
        { name: 'Ann', age: 31 },
        { name: 'Bob', age: 42 },
      ],
      { title: 'People', links: [`${api.url}/people/1`] },
      [23, 26, 29, 32, 35, 38],
      6,
      JSON.stringify(person(1)),
      null,
      null,
      null,
      'plain words',
    ]);
  });

  test('has joined pages as one list', async () => {
    const request = { url: '/pages', paginate: { next: 'link' } };
    expect(await valueOf('ok[0].body.map(p => p.id)', [request])).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('gives a record that duplicates another a body of its own', async () => {
    const js = 'ok[0].body.name = "changed"; ok.map(r => [r.body.name, r.headers.etag, r.attempts])';
    expect(await valueOf(js, ['/people/1', '/people/1'])).toEqual([
      ['changed', '"v1"', 1],
      ['Person 1', '"v1"', 1],
    ]);
    expect(api.asked).toHaveLength(1);
  });

  test('has requests that were never sent, too', async () => {
    const requests = [
      { id: 'gone', url: '/people/99' },
      { url: '/people/{n}', vars: { n: { from: 'gone', select: '[].id' } } },
      'http://10.0.0.1/',
      { url: '/people', select: 'nope' },
    ];
    expect(await valueOf('records.map(r => [r.outcome, r.status, r.ok, r.body])', requests)).toEqual([
      ['http_error', 404, false, null],
      ['skipped', null, false, null],
      ['blocked', null, false, null],
      ['select_error', 200, false, null],
    ]);
  });

  test('has URL, Base64, clones, tables of Markdown, and dates in UTC', async () => {
    expect(
      await valueOf(
        `[new URL('/x?a=1', ok[0].url).searchParams.get('a'), atob(btoa('é')), structuredClone(ok[0].vars ?? { a: 1 }),
          tableRows(ok[0].body), new Date('2026-01-31T23:30').getDate(), Date.now() > 1.7e12,
          Object.groupBy([1, 2], n => n % 2 ? 'odd' : 'even'), [...new Set([1, 2]).union(new Set([3]))]]`,
        ['/page'],
      ),
    ).toEqual([
      '1',
      'é',
      { a: 1 },
      [{ name: 'Ann', since: '1998' }, { team: 'red' }],
      31,
      true,
      { odd: [1], even: [2] },
      [1, 2, 3],
    ]);
  });

  test('has no other names: not of Node, the network or files', async () => {
    const names = 'process require module Buffer fetch XMLHttpRequest WebAssembly setTimeout setInterval Intl crypto host kit';
    expect(await valueOf(`${JSON.stringify(names.split(' '))}.filter(name => name in globalThis)`)).toEqual([]);
  });
});

describe('a program may be', () => {
  test.each([
    ['an expression', 'ok.map(r => r.body.id)', [1, 2]],
    ['an object', '{ ids: ok.map(r => r.body.id), n: 1 }', { ids: [1, 2], n: 1 }],
    ['a function of records', 'records => records.length', 2],
    ['an async one', 'async (records) => (await Promise.all(records.map(async r => r.body.id)))', [1, 2]],
    ['a function with braces', 'function (all) { let n = 0; for (const r of all) n += r.body.age; return n; }', 49],
    ['statements with a last expression', 'const ids = ok.map(r => r.body.id);\nids.at(-1)', 2],
    ['statements with a return', 'for (const r of ok) if (r.body.id === 2) return r.body.name', 'Person 2'],
    ['statements that await', 'const all = await Promise.all(ok.map(async r => r.i)); all', [0, 1]],
  ])('%s', async (_, js, value) => {
    expect(await valueOf(js)).toEqual(value);
  });

  test.each([
    ['(a, r) => a + r.body.id', 'it has 2 parameters, and it gets all records at once'],
    ['ok.map(r => ', 'it ends too early: nothing closes the ( of line 1'],
    ['ok.map(r => r.body)\n  .filter(b => b.)', 'line 2 (.filter(b => b.)): unexpected ")"'],
    ['await fetch("https://example.com")', 'there is no network here'],
    ['data.map(x => x)', 'data is not defined; the records are in `records`'],
    ['import fs from "node:fs"; 1', 'there are no modules here'],
    ['for (const r of ok) r.body', 'it ends in a loop, which has no value'],
    ['console.log(ok)', 'whose lines go to the notes'],
    ['```js\nok.length\n```', 'leave out the code fence'],
    ['ok.map((r: any) => r.body)', 'this is TypeScript'],
    [' ', 'it is empty'],
    [`"${'x'.repeat(10_000)}"`, 'a program has at most 10,000 characters'],
  ])('not %s: nothing is sent then', async (js, words) => {
    const said = await server.refused({ base_url: api.url, requests: ['/people/1'], js });
    expect(said).toContain('Nothing was sent');
    expect(said).toMatch(/^- js: /m);
    expect(said).toContain(words);
    expect(said.length).toBeLessThan(1_500);
    expect(api.asked).toEqual([]);
  });
});

describe('what it returns', () => {
  test('stands in value, beside the summary and the first three that failed, without bodies', async () => {
    const requests = [1, 97, 98, 2, 99, 100].map((n) => `/people/${n}`);
    const result = await computed('ok.length', requests, { layout: 'table' });
    expect(Object.keys(result)).toEqual(['summary', 'value', 'results', 'notes']);
    expect(result).toMatchObject({
      value: 2,
      summary: { ok: 2, failed: 4, failures: [{ status: 404, count: 4, i: [1, 2, 4, 5] }] },
    });
    expect(result.results.map(({ i, body, error }) => [i, body, error])).toEqual([
      [1, undefined, '404 Not Found'],
      [2, undefined, expect.any(String)],
      [4, undefined, expect.any(String)],
    ]);
    expect(result.notes).toEqual(['4 records did not succeed and are not in ok, of 6: summary.failures has their i']);
  });

  test('is plain where all went well', async () => {
    const result = await computed('ok.length');
    expect(result).toEqual({ summary: expect.objectContaining({ ok: 2 }), value: 2, results: [] });
  });

  test('may be a Map or a Set; NaN, Infinity and BigInt are text, with a note', async () => {
    const { value, notes } = await computed('({ m: new Map([["a", new Set([1])]]), n: [NaN, -Infinity], b: 10n ** 20n })');
    expect(value).toEqual({ m: { a: [1] }, n: ['NaN', '-Infinity'], b: '100000000000000000000' });
    expect(notes).toEqual(['NaN and Infinity are text: value.n[] (2 times)', 'a BigInt is text: value.b']);
  });

  test.each(['undefined', 'ok[0].body.nope', 'ok.forEach(r => r)', 'async () => {}', 'void 0'])(
    'must not be undefined: %s',
    async (js) => {
      expect(await computed(js)).toMatchObject({
        value: null,
        error: expect.stringMatching(/^js gave undefined: return a value/),
      });
    },
  );

  test.each([
    ['null', 'null'],
    ['ok.filter(r => r.body.age > 99).length', '0'],
    ['""', '""'],
    ['ok.filter(r => r.body.team === "Red")', '[]'],
    ['({})', '{}'],
    ['new Map()', '{}'],
  ])('has a note where it is empty: %s', async (js, shown) => {
    const { notes = [] } = await computed(js);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(`the value is ${shown}; if that is not meant: record 0 has the body an object with the keys id,`);
    expect(notes[0]).toContain('"team":"blue"');
  });

  test('says that nothing succeeded where that is why it is empty', async () => {
    const { notes } = await computed('ok.map(r => r.body)', ['/people/99']);
    expect(notes).toContain('the value is []: no record succeeded, so ok is empty');
  });

  test('is noted where a comparison can never hold', async () => {
    const { notes = [] } = await computed('records.filter(r => r.outcome === "ok").length');
    expect(notes[0]).toContain('the outcome of a record that succeeded is null, never "ok": write r.ok');
  });

  test('is computed with numbers beyond 2^53 as strings, and a note says where these are', async () => {
    const { value, notes } = await computed('ok.map(r => r.body.id + 1)', ['/long', '/people/1']);
    expect(value).toEqual(['90071992547409931', 2]);
    expect(notes).toEqual([
      'i 0: numbers beyond 2^53 are strings, so that no digit is lost: body.id, body.list[].n; BigInt(...) computes with them',
    ]);
    expect(await valueOf('BigInt(ok[0].body.id) + 1n', ['/long'])).toBe('9007199254740994');
    // Nothing is said of what the program does not see.
    expect((await computed('ok[0].body', [{ url: '/long', select: 'name' }])).notes).toBeUndefined();
  });

  test('comes with what is to be said of each body, once, whether the program has read it or not', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('[1, 2,]');
    });
    const notes = ['i 0, 1: JSON but for trailing commas'];
    const requests = [`${url}/1`, `${url}/2`];
    expect(await server.run({ requests, js: 'ok.map(r => r.body.length)' })).toMatchObject({ value: [2, 2], notes });
    expect(await server.run({ requests, js: 'ok[1].body.length' })).toMatchObject({ value: 2, notes });
    expect(await server.run({ requests, js: 'ok.length' })).toMatchObject({ value: 2, notes });
  });

  test('may be told by the console: 20 lines, 2,000 characters, in the notes', async () => {
    const many = await computed('for (let i = 0; i < 25; i++) console.log("line", i, { i }); 1');
    expect(many.notes).toHaveLength(21);
    expect(many.notes?.[19]).toBe('console: line 19 {"i":19}');
    expect(many.notes?.[20]).toContain('5 more lines were left out');
    const { notes = [] } = await computed('console.log("x".repeat(5000)); 1');
    expect(notes[0]).toBe(`console: ${'x'.repeat(2_000)}…`);
  });
});

describe('a program that fails', () => {
  test.each([
    [
      'ok\n  .map(r => r.body.data.length)',
      "js failed at line 2 (.map(r => r.body.data.length)): cannot read property 'length' of undefined",
    ],
    ['throw new Error("mine")', 'js failed at line 1 (throw new Error("mine")): mine'],
    ['throw "mine"', 'js failed: it threw "mine"'],
    ['ok.map(r => r.body.name.length())', 'r.body.name.length is not a function'],
    ['new Promise(() => {})', 'its promise is never settled'],
    ['() => () => 1', 'its value is a function: return what it gives'],
    ['const a = []; a.push(a); a', 'its value contains itself'],
  ])('says where and why: %s', async (js, words) => {
    const { isError, value, error } = { isError: false, ...(await computed(js)) };
    expect({ isError, value }).toEqual({ isError: false, value: null });
    expect(error).toContain(words);
  });

  test('says the shape of the record at which it stopped, not of the first', async () => {
    const requests = ['/people/1', '/people', '/csv'];
    const { error } = await computed('ok.map(r => r.body.name.length)', requests);
    expect(error).toContain(
      'last read: record 1 has the body an array of 6, the first an object with the keys id, name, age, team',
    );
    expect((await computed('records.map(r => r.body.name)', ['/people/1', '/people/99'])).error).toContain(
      'last read: record 1 has no body: http_error 404',
    );
    expect((await computed('by.user[0].body', [{ id: 'users', url: '/people/1' }])).error).toContain('by has users');
    expect((await computed('ok[0].headers.link.length')).error).toMatch(/last read: record 0 has the headers .*\betag\b/);
  });
});
