import { join } from 'node:path';
import { expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { folderForTests, saverOf } from '../../support/save-result.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer('--save-dir', join(folderForTests(), 'saved'));
const { save } = saverOf(server);

const STOPPED = 'stopped at max_pages 2, and there are more';
const PART = 'the server sent a part only (206)';

async function batchOf(): Promise<string> {
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

test.each<[string, object, readonly string[]]>([
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
])('what is doubtful of a body is told once when it is saved %s', async (_, args, said) => {
  const batch = await batchOf();
  const { notes = [] } = await save({ ...args, ref: `${batch}${'ref' in args ? String(args.ref) : ''}` });
  for (const each of said) expect(notes.filter((note) => note.startsWith(each))).toHaveLength(1);
  expect(notes.filter((note) => note.includes('max_pages') || note.includes('206'))).toHaveLength(said.length);
});

test('lists of objects that are one cell each of a table are noted, and what is to be picked', async () => {
  const { url } = await serve((_, response, { pathname }) => {
    if (pathname === '/page')
      response.setHeader('content-type', 'text/html').end('<ul><li>a<b>1</b></li><li>c<b>2</b></li></ul>');
    else json(response, pathname === '/plain' ? { id: 1, data: null } : { data: [{ id: 1 }, { id: 2 }], total: 2 });
  });
  const batch = (await server.run({ base_url: url, requests: ['/a', '/b', '/plain', '/page'] })).summary.batch ?? '';
  const said = 'data: a list of objects in one cell, as JSON; pick the list itself to have a row for each';
  expect((await save({ ref: `${batch}/0..1`, to: 'wrapped.csv' })).notes).toEqual([said]);
  expect((await save({ ref: `${batch}/0..2`, to: 'mixed.csv' })).notes).toBeUndefined();
  expect(await save({ ref: `${batch}/0`, to: 'picked.csv', select: 'data' })).not.toHaveProperty('notes');
  expect((await save({ ref: batch, to: 'js.csv', js: 'by, ok[0].body' })).notes).toContain(said);
  const extract = { rows: [{ selector: 'li', value: { n: 'b' } }] };
  expect((await save({ ref: `${batch}/3`, to: 'rows.csv', extract })).notes).toEqual([`i 3: ${said.replace('data', 'rows')}`]);
  expect(await save({ ref: `${batch}/3`, to: 'each.csv', extract, select: 'rows' })).toMatchObject({ files: [{ rows: 2 }] });
});
