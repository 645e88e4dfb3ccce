import { expect, onTestFinished, test } from 'vitest';
import { json, pause } from '../../support/api.ts';
import { launchCommand } from '../../support/client.ts';
import { fetchManyCall, startCommand } from '../../support/server-process.ts';
import { serve } from '../../support/shared-server.ts';

test.runIf(process.platform !== 'win32')(
  'without descriptors for all its sockets, it answers, and the next call works',
  async () => {
    const { url } = await serve(async (_, response) => {
      await pause(100);
      json(response, 'ok');
    });
    const { command, args } = launchCommand();
    const flags = ['--allow', '127.0.0.1', '--max-per-host', '500', '--max-concurrency', '500'];
    const server = startCommand('sh', ['-c', 'ulimit -n 100; exec "$@"', 'sh', command, ...args, ...flags]);
    onTestFinished(() => server.kill());
    await server.initialize();
    const requests = Array.from({ length: 60 }, (_, i) => `${url}/${i}`);
    for (const id of [2, 3, 4]) server.send(fetchManyCall(id, { requests, concurrency: 60, per_host: 60, retries: 0 }));
    const summaries = await Promise.all([2, 3, 4].map(async (id) => (await server.answer(id)).result?.['structuredContent']));
    for (const each of summaries) expect(each).toMatchObject({ summary: { total: 60 } });
    expect(JSON.stringify(summaries)).toMatch(/EMFILE|descriptor|open files/);
    server.send(fetchManyCall(5, { requests: requests.slice(0, 10) }));
    expect((await server.answer(5)).result).toMatchObject({ structuredContent: { summary: { ok: 10 } } });
    expect(server.stderr).not.toMatch(/unhandled|^\s+at /im);
  },
);
