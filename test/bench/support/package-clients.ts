import type { MakeClient } from './http-clients.ts';
import { installedIn, installFolder } from './installed.ts';

/** Folder of the cache and versions; later ones do not run on Node 20. */
export const CLIENT_PACKAGES = { folder: 'clients', versions: ['got@14', 'ky@1', 'axios@1'] } as const;

interface GetsJson {
  get(url: URL | string, options?: object): { json(): Promise<unknown> };
}

interface Axios {
  create(options: object): { get(url: string): Promise<{ data: unknown }> };
}

/** Clients that install from npm. Their own retries and defaults stay as they are: that is what people use. */
export const PACKAGE_CLIENTS: Readonly<Record<string, MakeClient>> = {
  got: async (url) => {
    const { Agent } = await import('node:http');
    const { got } = await load<{ got: GetsJson }>('got');
    const agent = { http: new Agent({ keepAlive: true }) };
    return () => got.get(url, { agent }).json();
  },
  ky: async (url) => {
    const { default: ky } = await load<{ default: GetsJson }>('ky');
    return () => ky.get(url).json();
  },
  axios: async (url) => {
    const { Agent } = await import('node:http');
    const { default: axios } = await load<{ default: Axios }>('axios');
    const client = axios.create({ httpAgent: new Agent({ keepAlive: true }), proxy: false });
    return async () => (await client.get(url.href)).data;
  },
};

async function load<Module>(name: string): Promise<Module> {
  return (await installedIn(installFolder(CLIENT_PACKAGES.folder))).load<Module>(name);
}
