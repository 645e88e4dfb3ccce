import { execPath } from 'node:process';
import { json, startApi } from '../support/api.ts';
import { connectTo } from '../support/client.ts';

/** How a server is started, as clients' files say it. */
export interface Started {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts a server like that and makes a call.
 * @param tools those that it must list. Default: any
 * @throws {Error} if it does not start, lists others, complains, or gives no answer
 */
export async function serves({ command, args, env = {} }: Started, tools?: readonly string[]): Promise<void> {
  const api = await startApi((_, response) => json(response, { id: 7 }));
  const { host } = new URL(api.url);
  const given = { ...env, FETCH_MANY_ALLOW: [env['FETCH_MANY_ALLOW'], host].filter(Boolean).join(',') };
  const server = await connectTo({ command: command === 'node' ? execPath : command, args: [...args], env: given });
  try {
    const listed = (await server.client.listTools()).tools.map(({ name }) => name);
    if (tools && listed.join() !== tools.join()) throw new Error(`It lists ${listed.join()}, and promises ${tools.join()}`);
    const { value } = await server.fetchMany({ requests: [`${api.url}/`], select: 'id' });
    if (value?.results[0]?.body !== 7) throw new Error(`Not the answer: ${JSON.stringify(value)}`);
    if (server.stderr() !== '') throw new Error(`It complains: ${server.stderr()}`);
  } finally {
    await server.close();
    await api.close();
  }
}
