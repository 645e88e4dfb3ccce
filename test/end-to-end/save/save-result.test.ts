import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { PNG } from '../../support/png.ts';
import { readerOf } from '../../support/read-result.ts';
import { folderForTests, saverOf, tree } from '../../support/save-result.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const root = folderForTests();
const directory = join(root, 'made', 'when', 'needed');
const server = sharedServer('--save-dir', directory, '--store-bytes', '3MB');
const { save, refusal } = saverOf(server);
const reader = readerOf(server);

const USERS = [1, 2, 3].map((id) => ({ id, name: `User ${id}, "the ${id}."`, tags: ['a', id], note: null }));

function api(): Promise<Api> {
  return serve((_, response, { pathname }) => {
    const user = USERS.find(({ id }) => pathname === `/users/${id}`);
    if (user) json(response, user);
    else if (pathname === '/users') json(response, USERS);
    else if (pathname.startsWith('/odd/')) json(response, pathname === '/odd/1' ? { id: 1, nick: 'x' } : { id: 2 });
    else if (/^\/pages\/\d$/.test(pathname)) {
      const page = Number(pathname.at(-1));
      if (page < 2) response.setHeader('link', `</pages/${page + 1}>; rel="next"`);
      json(response, [{ page }]);
    } else if (pathname === '/empty') response.writeHead(204).end();
    else if (pathname === '/list/1') json(response, []);
    else if (pathname === '/first') json(response, { items: USERS, has_more: true });
    else if (pathname === '/gzip')
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' }).end(gzipSync('dé\r\ncoded'));
    else if (pathname === '/latin1')
      response.writeHead(200, { 'content-type': 'text/plain; charset=latin1' }).end('\xe9', 'latin1');
    else if (pathname.endsWith('.png')) response.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
    else if (pathname === '/page')
      response.setHeader('content-type', 'text/html').end('<main><h1>Title</h1><p>Some text.</p></main>');
    else json(response, { message: 'no such user' }, 404);
  });
}

/** Makes a call; gives its batch. */
async function fetched(requests: readonly unknown[], args: Record<string, unknown> = {}): Promise<string> {
  const { url } = await api();
  const { summary } = await server.run({ base_url: url, requests, ...args });
  return summary.batch ?? '';
}

function file(path: string): string {
  return readFileSync(join(directory, path), 'utf8');
}

describe('one body', () => {
  test.each([
    ['/gzip', 'gzip.txt', Buffer.from('dé\r\ncoded')],
    ['/latin1', 'latin1.txt', Buffer.from([0xe9])],
    ['/a.png', 'deep/er/a.png', PNG],
    ['/users', 'users.json', Buffer.from(JSON.stringify(USERS))],
  ])('%s as it came is %s, byte for byte and for nobody else', async (path, to, bytes) => {
    const batch = await fetched([path]);
    const saved = await save({ ref: `${batch}/0`, to });
    expect(saved).toEqual({
      dir: directory,
      total: { files: 1, bytes: bytes.length },
      files: [{ path: to, bytes: bytes.length }],
    });
    expect(readFileSync(join(directory, to))).toEqual(bytes);
    expect(statSync(join(directory, to)).mode & 0o777).toBe(0o600);
  });

  test('is what select, extract, as or js make of it', async () => {
    const batch = await fetched(['/users', '/page']);
    const [users, page] = [`${batch}/0`, `${batch}/1`];
    expect((await save({ ref: users, to: 'one/names.json', select: '[].name' })).files).toMatchObject([{ rows: 3 }]);
    expect(JSON.parse(file('one/names.json'))).toEqual(USERS.map(({ name }) => name));
    await save({ ref: users, to: 'one/name.txt', select: '[0].name' });
    expect(file('one/name.txt')).toBe(USERS[0]?.name);
    await save({ ref: users, to: 'one/users.ndjson', select: '@' });
    expect(file('one/users.ndjson')).toBe(USERS.map((user) => `${JSON.stringify(user)}\n`).join(''));
    await save({ ref: page, to: 'one/page.md', as: 'markdown' });
    expect(file('one/page.md')).toBe('# Title\n\nSome text.');
    await save({ ref: page, to: 'one/page.json', extract: { title: 'h1' } });
    expect(JSON.parse(file('one/page.json'))).toEqual({ title: 'Title' });
    await save({ ref: users, to: 'one/sum.csv', js: 'ok[0].body.map(u => ({id: u.id, twice: u.id * 2}))' });
    expect(file('one/sum.csv')).toBe('id,twice\r\n1,2\r\n2,4\r\n3,6\r\n');
  });

  test('that came in pages is one list of their items', async () => {
    const batch = await fetched([{ url: '/pages/1', paginate: { next: 'link' } }]);
    await save({ ref: `${batch}/0`, to: 'pages.json' });
    expect(JSON.parse(file('pages.json'))).toEqual([{ page: 1 }, { page: 2 }]);
  });

  test('says what a reader may not expect', async () => {
    const batch = await fetched([{ url: '/users', select: 'length(@)' }, '/page', '/missing', '/empty']);
    const notes = async (i: number, to: string): Promise<unknown> => (await save({ ref: `${batch}/${i}`, to })).notes;
    expect(await notes(0, 'said/users.csv')).toEqual([
      expect.stringContaining('without the select of the call'),
      expect.stringContaining('"select": "@" writes its items as rows'),
    ]);
    expect(await notes(1, 'said/page.md')).toEqual([expect.stringContaining('"as": "markdown" converts it')]);
    expect(await notes(1, 'said/page.csv')).toEqual([expect.stringContaining('"extract" picks from it')]);
    expect(await notes(1, 'said/page.json')).toEqual([expect.stringContaining('"extract" picks from it')]);
    expect(await notes(2, 'said/missing.json')).toEqual([expect.stringContaining('404 Not Found')]);
    expect(file('said/missing.json')).toBe('{"message":"no such user"}');
    expect(await refusal({ ref: `${batch}/3`, to: 'said/empty' })).toContain('there is no body; nothing was written');
  });
});

describe('a batch', () => {
  const template = { url: '/users/{id}', vars: { id: '1..4' } };

  test('is a list of bodies, a body a line, or a table', async () => {
    const batch = await fetched([template]);
    const left = ['1 record is left out (i 3): not ok'];
    const list = await save({ ref: batch, to: 'batch/users.json' });
    expect(list).toMatchObject({ files: [{ path: 'batch/users.json', rows: 3 }], notes: left });
    expect(JSON.parse(file('batch/users.json'))).toEqual(USERS);
    expect(await save({ ref: batch, to: 'batch/users.ndjson' })).toMatchObject({ files: [{ rows: 3 }], notes: left });
    expect(file('batch/users.ndjson')).toBe(USERS.map((user) => `${JSON.stringify(user)}\n`).join(''));
    expect(await save({ ref: batch, to: 'batch/users.csv' })).toMatchObject({ files: [{ rows: 3 }], notes: left });
    expect(file('batch/users.csv')).toBe(
      [
        'i,id,name,tags,note',
        ...USERS.map(({ id, name }, i) => `${i},${id},"${name.replaceAll('"', '""')}","[""a"",${id}]",`),
        '',
      ].join('\r\n'),
    );
  });

  test('has in its CSV the columns of the table', async () => {
    const batch = await fetched(['/users/1', '/users/2', '/empty', template], { select: '{id: id, name: name}' });
    const { value } = await server.call({ retry_of: batch, layout: 'table' });
    await save({ ref: batch, to: 'table.csv' });
    const { data } = papa.parse<Record<string, string>>(file('table.csv'), { header: true, skipEmptyLines: true });
    expect(data).toHaveLength(6);
    const columns = Object.keys(data[0] ?? {});
    expect(columns).toEqual(expect.arrayContaining((value?.columns ?? []).filter((name) => name !== '_cached')));
    expect(data[2]).toMatchObject({ i: '2', status: '204', name: '' });
  });

  test('of lists has a row for each item, beside the variables of its request', async () => {
    const batch = await fetched([
      { url: '/pages/{page}', vars: { page: [1, 2] } },
      { url: '/list/{page}', vars: { page: [1] } },
    ]);
    const { files, notes } = await save({ ref: batch, to: 'lists.csv' });
    expect(file('lists.csv')).toBe('i,page\r\n0,1\r\n1,2\r\n');
    expect(files).toMatchObject([{ rows: 2 }]);
    expect(notes).toEqual(['i 2: an empty list, which is no row', '3 of 3 bodies are lists of objects: each item is a row']);
  });

  test('keeps a selection that is made now, also of what a first one did not fit', async () => {
    const batch = await fetched([template], { select: 'nothing.there' });
    expect(await refusal({ ref: batch, to: 'again.ndjson' })).toContain(
      'nothing was written: 3 records are left out (i 0, 1, 2): select "nothing.there" matched nothing',
    );
    await save({ ref: batch, to: 'again.ndjson', select: 'name' });
    expect(file('again.ndjson')).toBe(USERS.map(({ name }) => `${JSON.stringify(name)}\n`).join(''));
  });

  test('has null, with one note, for a key that others of the same template have', async () => {
    const batch = await fetched([{ url: '/odd/{n}', vars: { n: '1..3' } }]);
    const { notes } = await save({ ref: batch, to: 'odd.ndjson', select: 'nick' });
    expect(file('odd.ndjson')).toBe('"x"\nnull\nnull\n');
    expect(notes).toEqual(['i 1, 2: select: nick is not there and so null; others of the same template have it']);
    expect(await refusal({ ref: `${batch}/1..2`, to: 'none.ndjson', select: 'nick' })).toContain('nothing was written');
  });

  test('is what a program makes of all records', async () => {
    const batch = await fetched([template]);
    const js = 'ok.map(r => ({id: r.vars.id, name: r.body.name.length}))';
    const { notes } = await save({ ref: batch, to: 'js/some.csv', js });
    expect(file('js/some.csv')).toBe('id,name\r\n1,16\r\n2,16\r\n3,16\r\n');
    expect(notes).toEqual(['1 of 4 records did not succeed and are not in ok']);
    const logged = await save({ ref: batch, to: 'js/logged.json', js: 'console.log("seen", ok.length); ok.length' });
    expect(logged.notes?.at(-1)).toBe('console: seen 3');
    await save({ ref: batch, to: 'js/report.md', js: '"# " + ok.length + " users"' });
    expect(file('js/report.md')).toBe('# 3 users');
    await save({ ref: batch, to: 'js/own.json', js: 'JSON.stringify({n: ok.length}, null, 2)' });
    expect(file('js/own.json')).toBe('{\n  "n": 3\n}');
    await save({ ref: `${batch}/0..1`, to: 'js/two.json', js: 'records.length' });
    expect(file('js/two.json')).toBe('2\n');
  });

  test('is the first page of a list, and says so', async () => {
    const batch = await fetched(['/first'], { layout: 'failures' });
    const said = expect.stringContaining('its has_more says that there is more');
    expect(await save({ ref: batch, to: 'first/js.csv', js: 'ok[0].body.items' })).toMatchObject({ notes: [said] });
    expect(await save({ ref: `${batch}/0`, to: 'first/select.csv', select: 'items' })).toMatchObject({ notes: [said] });
  });

  test('is a file each by a template, of records whose body is there', async () => {
    const batch = await fetched([
      { url: '/{name}.png', vars: { name: ['a', '../b', 'CON', '.x', 'é%'] } },
      { id: 'page', url: '/page' },
    ]);
    const { files, total, notes } = await save({ ref: `${batch}/0..4`, to: 'img/{name}/{i}.png' });
    expect(notes).toBeUndefined();
    expect(total.files).toBe(5);
    expect(files.map(({ path }) => path)).toEqual(
      ['a', '%2E.%2Fb', '%43ON', '%2Ex', 'é%25'].map((name, i) => `img/${name}/${i}.png`),
    );
    for (const { path } of files) expect(readFileSync(join(directory, path))).toEqual(PNG);
    await save({ ref: `${batch}/page`, to: 'img/{id}.md', as: 'markdown' });
    expect(file('img/page.md')).toContain('# Title');
  });

  test('names twenty files, and counts the rest', async () => {
    const batch = await fetched([{ url: '/{n}.png', vars: { n: '1..25' } }]);
    const { files, total, notes } = await save({ ref: batch, to: 'many/{n}.png' });
    expect([files.length, total]).toEqual([20, { files: 25, bytes: 25 * PNG.length }]);
    expect(notes).toEqual(['5 more files are not named']);
    expect(Object.keys(tree(join(directory, 'many')))).toHaveLength(25);
  });
});

const STOPPED = 'stopped at max_pages 2, and there are more';
const PART = 'the server sent a part only (206)';

async function doubtful(): Promise<string> {
  const { url } = await serve((_, response, { pathname, searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (pathname === '/part') response.writeHead(206, { 'content-type': 'application/json' }).end('[{"id":1}]');
    else {
      response.setHeader('link', `</?page=${page + 1}>; rel="next"`);
      json(response, [{ id: page }]);
    }
  });
  const paginate = { next: 'link', max_pages: 2 };
  const requests = [{ url: '/', paginate }, '/part', { url: '/?again', paginate }];
  return (await server.run({ base_url: url, requests })).summary.batch ?? '';
}

describe('notes tell', () => {
  test.each<[string, { ref: string; to: string; select?: string; js?: string }, readonly string[]]>([
    ['as one file of a record', { ref: '/0', to: 'one.json' }, [`i 0: ${STOPPED}`]],
    ['as it came', { ref: '/1', to: 'part.json' }, [`i 1: ${PART}`]],
    ['as its select', { ref: '/0', to: 'ids.json', select: '[].id' }, [`i 0: ${STOPPED}`]],
    ['as a program makes it', { ref: '/0', to: 'sum.json', js: 'ok[0].body.length' }, [`i 0: ${STOPPED}`]],
    ['as a table', { ref: '', to: 'all.csv' }, [`i 0, 2: ${STOPPED}`, `i 1: ${PART}`]],
    ['as lines', { ref: '', to: 'all.ndjson' }, [`i 0, 2: ${STOPPED}`, `i 1: ${PART}`]],
    ['as a file each', { ref: '', to: 'each/{i}.json' }, [`i 0, 2: ${STOPPED}`, `i 1: ${PART}`]],
    ['as a file each, selected', { ref: '', to: 'ids/{i}.json', select: '[].id' }, [`i 0, 2: ${STOPPED}`, `i 1: ${PART}`]],
    [
      'as a program makes all',
      { ref: '', to: 'all.json', js: 'ok.map(r => r.body.length)' },
      [`i 0, 2: ${STOPPED}`, `i 1: ${PART}`],
    ],
  ])('what is doubtful of a body, once when it is saved %s', async (_, args, said) => {
    const batch = await doubtful();
    const { notes = [] } = await save({ ...args, ref: batch + args.ref, to: `notes/${args.to}` });
    for (const each of said) expect(notes.filter((note) => note.startsWith(each))).toHaveLength(1);
    expect(notes.filter((note) => note.includes('max_pages') || note.includes('206'))).toHaveLength(said.length);
  });

  test('lists of objects that are one cell each of a table, and what is to be picked', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname === '/page')
        response.setHeader('content-type', 'text/html').end('<ul><li>a<b>1</b></li><li>c<b>2</b></li></ul>');
      else json(response, pathname === '/plain' ? { id: 1, data: null } : { data: [{ id: 1 }, { id: 2 }], total: 2 });
    });
    const batch = (await server.run({ base_url: url, requests: ['/a', '/b', '/plain', '/page'] })).summary.batch ?? '';
    const said = 'data: a list of objects in one cell, as JSON; pick the list itself to have a row for each';
    expect((await save({ ref: `${batch}/0..1`, to: 'notes/wrapped.csv' })).notes).toEqual([said]);
    expect((await save({ ref: `${batch}/0..2`, to: 'notes/mixed.csv' })).notes).toBeUndefined();
    expect(await save({ ref: `${batch}/0`, to: 'notes/picked.csv', select: 'data' })).not.toHaveProperty('notes');
    expect((await save({ ref: batch, to: 'notes/js.csv', js: 'by, ok[0].body' })).notes).toContain(said);
    const extract = { rows: [{ selector: 'li', value: { n: 'b' } }] };
    expect((await save({ ref: `${batch}/3`, to: 'notes/rows.csv', extract })).notes).toEqual([
      `i 3: ${said.replace('data', 'rows')}`,
    ]);
    expect(await save({ ref: `${batch}/3`, to: 'notes/each.csv', extract, select: 'rows' })).toMatchObject({
      files: [{ rows: 2 }],
    });
  });
});

describe('refused, and nothing is written:', () => {
  test.each([
    ['users.xlsx', {}, 'several bodies are written as .json, .ndjson and .csv'],
    ['users', {}, 'several bodies are written as .json, .ndjson and .csv'],
    ['{id}.json', { js: 'ok' }, 'name one file, without {...}'],
    ['x.xlsx', { js: 'ok' }, 'js returned a list: name the file .json, .ndjson or .csv'],
    ['x.json', { js: 'ok.nothing.there' }, 'js failed'],
    ['x.json', { js: 'console.log("seen", 1); null.x' }, 'console: seen 1; nothing was written'],
    ['x.json', { js: 'ok.(' }, 'js: '],
    ['x.json', { select: 'a[' }, 'select: '],
    ['{name}.json', {}, '{name} is no variable: vars has i, id'],
    ['{{id}}.json', {}, 'one brace on each side'],
    ['{note}.json', {}, 'is no variable'],
    ['same.png', { unknown: 1 }, 'unknown'],
    ['same.png', { path: 'a.json' }, 'path: unknown argument; did you mean "to"?'],
    ['same.png', { force: true }, 'did you mean "overwrite"?'],
  ])('%s %j', async (to, args, why) => {
    const batch = await fetched([{ url: '/users/{id}', vars: { id: '1..3' } }]);
    const before = tree(root);
    expect(await refusal({ ref: batch, to, ...args })).toContain(why);
    expect(tree(root)).toEqual(before);
  });

  test('two names that are equal, or are on some systems', async () => {
    const batch = await fetched([
      {
        url: '/users/{id}?{v}',
        vars: [
          { id: 1, v: 'a' },
          { id: 2, v: 'A' },
          { id: 3, v: 'a' },
        ],
      },
    ]);
    const before = tree(root);
    expect(await refusal({ ref: batch, to: 'two/{v}.json' })).toMatch(/i 0 and i 1 would be "two\/a.json" and "two\/A.json"/);
    expect(await refusal({ ref: `${batch}/1..2`, to: 'two/x{v}/y.json' })).toContain('which some systems take for one');
    expect(tree(root)).toEqual(before);
  });

  test('a file that is there, unless it may be replaced; one of several, too', async () => {
    const batch = await fetched([{ url: '/users/{id}', vars: { id: '1..3' } }]);
    mkdirSync(join(directory, 'there/folder.json'), { recursive: true });
    writeFileSync(join(directory, 'there/2.json'), 'mine');
    const before = tree(root);
    const said = await refusal({ ref: batch, to: 'there/{id}.json' });
    expect(said).toContain('"there/2.json" exists already; "overwrite": true replaces it');
    expect(await refusal({ ref: batch, to: 'there/folder.json', overwrite: true })).toContain('is a folder');
    expect(tree(root)).toEqual(before);
    await save({ ref: batch, to: 'there/{id}.json', overwrite: true });
    expect(JSON.parse(file('there/2.json'))).toEqual(USERS[1]);
  });
});

/** Names a call of which at least the first body is not there any more. */
async function droppedBatch(...requests: readonly string[]): Promise<string> {
  const { url } = await serve((_, response) => json(response, { n: 2, text: 'x'.repeat(900_000) }));
  // One after the other: there is room for two, and for a third one none is dropped of its own call.
  const old = await server.run({ base_url: url, requests, concurrency: 1, select: 'n' });
  await server.run({ base_url: url, requests: ['/large?9'], select: 'n' });
  return old.summary.batch ?? '';
}

describe('bodies that have been dropped', () => {
  test('are named by read_result, and nothing is computed over a part', async () => {
    const dropped = await droppedBatch('/large?1', '/large?2', '/large?3');
    const { value, error } = await reader.read({ ref: dropped, js: 'ok.map(r => r.body).reduce((a, b) => a + b)' });
    expect(value).toBeNull();
    expect(error).toMatch(/^js failed: the bod(?:y|ies) of i 0.* not kept \(--store-bytes\); run the requests again/);
    expect((await reader.read({ ref: dropped, js: 'try { ok[0].body } catch { } 5' })).value).toBeNull();
    const { results, notes } = await reader.read({ ref: dropped });
    expect(results?.[0]).not.toHaveProperty('body');
    expect(notes?.join()).toMatch(/the bodies of i 0.* are not kept \(any more\): --store-bytes; run these requests again/);
    expect(await reader.refusal({ ref: `${dropped}/0` })).toMatch(new RegExp(`${dropped}/0 .*dropped.*--store-bytes`));
  });

  test('do not stop a program that reads none of them; a note names them', async () => {
    const dropped = await droppedBatch('/large?1', '/large?2', '/large?3');
    const { value, notes } = await reader.read({ ref: dropped, js: 'ok.map(r => r.status)' });
    expect(value).toEqual([200, 200, 200]);
    expect(notes?.join()).toMatch(/not kept.*js has read none of them/);
  });

  test('are named by save_result, and a program does not run over a part', async () => {
    const ref = await droppedBatch('/large?1', '/large?2');
    expect((await save({ ref, to: 'dropped.ndjson' })).notes).toEqual([
      expect.stringMatching(/^1 record is left out \(i 0\): the body is not kept \(any more\)/),
    ]);
    expect(await refusal({ ref, to: 'dropped.json', js: 'records.map(r => r.body.n)' })).toContain('the body of i 0 is not kept');
    expect(await refusal({ ref: `${ref}/0`, to: 'dropped.json' })).toContain('not kept (any more)');
  });
});
