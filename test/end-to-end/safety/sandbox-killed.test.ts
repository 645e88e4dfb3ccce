import { expect, onTestFinished, test } from 'vitest';
import { pause, startApi } from '../../support/api.ts';
import { childrenOf, isAlive } from '../../support/children.ts';
import { cases } from '../../support/random.ts';
import { fetchManyCall, startProcess, type Message, type ServerProcess } from '../../support/server-process.ts';

const PAGE = `<!doctype html><title>t</title><main><h1>Title</h1>${'<p>Some <b>words</b> of it.</p>'.repeat(1_000)}</main>`;
const PAGES = 24;
const PATIENTLY = { timeout: 5_000, interval: 50 };

/** A server, and an API that has only pages. */
async function serverAndPages(): Promise<{ server: ServerProcess; url: string }> {
  const api = await startApi((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
  });
  const server = startProcess('--allow', '127.0.0.1');
  onTestFinished(async () => {
    await server.kill();
    await api.close();
  });
  await server.initialize();
  return { server, url: api.url };
}

function recordsOf({ result }: Message): readonly { readonly outcome?: string; readonly error?: string }[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the server's own schema
  return (result?.['structuredContent'] as { results?: { outcome?: string; error?: string }[] } | undefined)?.results ?? [];
}

test.runIf(process.platform === 'linux')(
  'kill -9 of the sandbox in the middle of jobs leaves no call without an answer, that of the server no child',
  async () => {
    const { server, url } = await serverAndPages();
    const requests = Array.from({ length: PAGES }, (_, i) => `${url}/${i}`);
    server.send(fetchManyCall(2, { requests, per_host: 20, concurrency: 20 }), fetchManyCall(3, { requests, js: 'ok.length' }));
    const answers = Promise.all([server.answer(2), server.answer(3)]);
    let killed = 0;
    for (let round = 0; round < 60 && killed < 2; round++) {
      await pause(50);
      for (const pid of childrenOf(server.child.pid)) {
        process.kill(pid, 'SIGKILL');
        killed++;
      }
    }
    expect(killed).toBeGreaterThan(0);
    const [pages, program] = await answers;
    const records = recordsOf(pages);
    expect(records).toHaveLength(PAGES);
    const failures = records.filter(({ outcome }) => outcome !== undefined);
    expect(failures.filter(({ error }) => !/^the body could not be read|\(as i \d+\)$/.test(error ?? ''))).toEqual([]);
    // Either it has run, or it says that it could not even be compiled.
    expect(JSON.stringify(program.result)).toMatch(/"total":24|could not be compiled/);
    server.send(fetchManyCall(4, { requests: [`${url}/again`], js: 'ok[0].body.length > 100' }));
    expect((await server.answer(4)).result?.['structuredContent']).toMatchObject({ value: true });
    const left = await childrenOfEnded(server, ({ child }) => void child.kill('SIGKILL'));
    await expect.poll(() => left.filter(isAlive), PATIENTLY).toEqual([]);
  },
);

/** Ends a server that has children: they may be there for a moment still. */
async function childrenOfEnded(server: ServerProcess, end: (server: ServerProcess) => void): Promise<number[]> {
  const children = childrenOf(server.child.pid);
  expect(children.length).toBeGreaterThan(0);
  end(server);
  await server.exit;
  return children;
}

/** The end of its stdin is in lifecycle.test.ts. A crash does not let it close what it has, as SIGKILL above. */
const ENDS = ['SIGSEGV', 'SIGTERM'] as const;

test.runIf(process.platform === 'linux').each(cases(1) > 1 ? ENDS : [])(
  'no child outlives a server that ends by %s',
  async (signal) => {
    const { server, url } = await serverAndPages();
    server.send(fetchManyCall(2, { requests: [`${url}/1`] }));
    await server.answer(2);
    const left = await childrenOfEnded(server, ({ child }) => void child.kill(signal));
    await expect.poll(() => left.filter(isAlive), PATIENTLY).toEqual([]);
  },
);
