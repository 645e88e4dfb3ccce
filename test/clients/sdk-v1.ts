import manifest from '../../package.json' with { type: 'json' };
import { connect } from '../support/client.ts';
import { closes } from './drivers/closes.mjs';
import type { Seen, Trial } from './support.ts';

/** The client that the tests use. */
export async function sdkV1({ api }: Trial): Promise<Seen> {
  const server = await connect('--allow', '127.0.0.1');
  const { tools } = await server.client.listTools();
  const { value } = await server.fetchMany({ requests: [`${api.url}/users/7`], select: 'name' });
  const { progress } = await server.fetchMany({ base_url: api.url, requests: ['/slow/1', '/slow/2'], concurrency: 1 });
  const cancel = await closes(api.url, (signal) => server.fetchMany({ requests: [`${api.url}/never`] }, { signal }));
  const { resources } = await server.client.listResources();
  const uri = `fetch-many://results/${value?.summary.batch}/0`;
  const { contents } = await server.client.readResource({ uri });
  await server.close();
  return {
    version: manifest.devDependencies['@modelcontextprotocol/sdk'],
    tools: tools.map(({ name }) => name),
    body: value?.results[0]?.body,
    progress: progress.at(-1)?.progress === 2,
    cancel,
    resource: resources.some((each) => each.uri === uri) && JSON.stringify(contents).includes('Ada'),
  };
}
