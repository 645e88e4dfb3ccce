import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { PNG } from '../../support/png.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

const ITEMS = Array.from({ length: 2_000 }, (_, id) => ({ id, name: `Name ${id}` }));
const TEXT = '吾輩は猫である。名前はまだ無い。\n'.repeat(2_000);

function api(): Promise<Api> {
  return serve((_, response, { pathname }) => {
    if (pathname === '/json') json(response, ITEMS);
    else if (pathname === '/png') response.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
    else response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(TEXT);
  });
}

/** Makes the server store one body, and gives its URI. */
async function stored(path: string): Promise<{ uri: string; url: string }> {
  const { url } = await api();
  const { truncated, ref } = await server.one(url + path);
  return { uri: `fetch-many://results/${truncated?.ref ?? ref}`, url: url + path };
}

describe('a stored body is a resource', () => {
  test('that is listed with its address, type and size', async () => {
    const { uri, url } = await stored('/json');
    const { resources } = await server.connected.client.listResources();
    expect(resources.find((each) => each.uri === uri)).toEqual({
      uri,
      name: uri.replace('fetch-many://results/', ''),
      title: url,
      mimeType: 'application/json',
      size: JSON.stringify(ITEMS).length,
    });
  });

  test('of a template', async () => {
    const { resourceTemplates } = await server.connected.client.listResourceTemplates();
    expect(resourceTemplates).toEqual([expect.objectContaining({ uriTemplate: 'fetch-many://results/{batch}/{i}' })]);
  });

  test('with its JSON', async () => {
    const { uri } = await stored('/json');
    const { contents } = await server.connected.client.readResource({ uri });
    expect(contents).toEqual([{ uri, mimeType: 'application/json', text: JSON.stringify(ITEMS) }]);
  });

  test('with its text', async () => {
    const { uri } = await stored('/text');
    const { contents } = await server.connected.client.readResource({ uri });
    expect(contents).toEqual([{ uri, mimeType: 'text/plain', text: TEXT }]);
  });

  test('with its bytes', async () => {
    const { uri } = await stored('/png');
    const { contents } = await server.connected.client.readResource({ uri });
    expect(contents).toEqual([{ uri, mimeType: 'image/png', blob: PNG.toString('base64') }]);
  });
});

describe('anything else is an error', () => {
  test.each([
    ['fetch-many://results/b999/1', /no stored result "b999\/1"/],
    ['fetch-many://results/', /no stored result/],
    ['fetch-many://results/../../../etc/passwd', /no stored result/],
    ['file:///etc/passwd', /Expected fetch-many:\/\/results\/\{batch\}\/\{i\}/],
  ])('%s', async (uri, said) => {
    await expect(server.connected.client.readResource({ uri })).rejects.toThrow(said);
  });
});
