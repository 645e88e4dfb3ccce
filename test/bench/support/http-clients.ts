import { Agent as HttpAgent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { Agent, fetch, request } from 'undici';
import { bare } from './bare-dispatch.ts';
import { ours } from './our-engine.ts';

/** Makes what sends one GET and gives the parsed JSON, over connections of its own. */
export type MakeClient = (url: URL) => Promise<() => Promise<unknown>>;

/** The contenders by name; ours comes first, the one the others are compared with second. */
export const CLIENTS: Readonly<Record<string, MakeClient>> = {
  'this engine': ours,
  'undici.request': async (url) => {
    const dispatcher = new Agent();
    return async () => (await request(url, { dispatcher })).body.json();
  },
  'undici.fetch': async (url) => {
    const dispatcher = new Agent();
    return async () => (await fetch(url, { dispatcher })).json();
  },
  'node:http': async (url) => {
    const agent = new HttpAgent({ keepAlive: true, maxSockets: Infinity });
    return () =>
      new Promise((resolve, reject) => {
        const sent = get(url, { agent }, (response) => {
          text(response)
            .then((body) => resolve(JSON.parse(body)))
            .catch(reject);
        });
        sent.on('error', reject);
      });
  },
  'dispatch + JSON.parse': async (url) => {
    const dispatcher = new Agent();
    return () => bare(dispatcher, url);
  },
};
