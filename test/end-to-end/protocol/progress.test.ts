import { beforeAll, describe, expect, test } from 'vitest';
import { json, pause, type Api } from '../../support/api.ts';
import { fetchManyCall, newId, parseLine, type Message, type ServerProcess } from '../../support/server-process.ts';
import { serve, sharedProcess } from '../../support/shared-server.ts';

interface Report {
  readonly progressToken: string | number;
  readonly progress: number;
  readonly total: number;
  readonly message: string;
}

// On the wire: an SDK client drops what comes in one chunk with the result.
let server: ServerProcess;

beforeAll(async () => {
  server = await sharedProcess();
});

/** Calls with a token, and gives what was reported until the answer came. */
async function reported(args: Record<string, unknown>): Promise<{ reports: Report[]; result: Message['result'] }> {
  const id = newId();
  const before = server.lines.length;
  server.send(fetchManyCall(id, args, id));
  const { result } = await server.answer(id);
  const messages = server.lines.slice(before).map((line) => parseLine(line));
  const until = messages.slice(
    0,
    messages.findIndex((message) => message.id === id && message.method === undefined),
  );
  return { reports: reportsIn(until).filter(({ progressToken }) => progressToken === id), result };
}

function reportsIn(messages: readonly Message[]): Report[] {
  const progress = messages.filter(({ method }) => method === 'notifications/progress');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it is not, an assertion shows
  return progress.map(({ params }) => params as unknown as Report);
}

function increasing(reports: readonly Report[]): boolean {
  return reports.every((each, index) => index === 0 || each.progress > (reports[index - 1]?.progress ?? Number.NaN));
}

describe('progress', () => {
  test('increases strictly, at most five times a second, and ends at the total with what has failed', async () => {
    const { url } = await serve(async (_, response, { pathname }) => {
      await pause(70);
      json(response, 1, Number(pathname.slice(1)) % 4 === 0 ? 404 : 200);
    });
    const requests = Array.from({ length: 60 }, (_, i) => `/${i}`);
    const started = performance.now();
    const { reports } = await reported({ base_url: url, requests, concurrency: 4 });
    // One at the beginning, one at the end, and between them one in 250 ms: of all that is within a second, five.
    const most = 2 + Math.floor((performance.now() - started) / 250);
    expect(reports.length).toBeGreaterThan(3);
    expect(reports.length).toBeLessThanOrEqual(most);
    expect(increasing(reports)).toBe(true);
    for (const { progress, total, message } of reports) {
      expect(total).toBe(60);
      expect(message).toMatch(new RegExp(`^${Math.floor(progress)}/60 done(, \\d+ failed)?$`));
    }
    expect(reports.at(-1)).toMatchObject({ progress: 60, message: '60/60 done, 15 failed' });
  });

  test('says of a request that is asked again what it has seen last', async () => {
    const { url } = await serve((_, response) => {
      json(response, { status: asked++ < 4 ? 'running' : 'done', percent: 25 * asked, other: 1 });
    });
    let asked = 0;
    const requests = [{ url: '/jobs/7', until: "status == 'done' && percent > `0`", every_ms: 300 }, '/other'];
    const { reports } = await reported({ base_url: url, requests });
    const said = reports.map(({ message }) => message);
    expect(said).toContainEqual(
      expect.stringMatching(
        /^1\/2 done; 127\.0\.0\.1:\d+\/jobs\/7: asked \d times, last saw status: "running", percent: \d+$/,
      ) as unknown,
    );
    expect(increasing(reports)).toBe(true);
    expect(reports.at(-1)?.message).toBe('2/2 done');
  });

  test('ends at the total also where the call is ended early', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname !== '/silent') json(response, 1);
    });
    const { reports } = await reported({ base_url: url, requests: ['/1', '/silent', '/2'], deadline_ms: 400 });
    expect(reports.at(-1)).toMatchObject({
      progress: 3,
      total: 3,
      message: expect.stringMatching(/^3\/3 done, 1 failed/),
    });
    expect(increasing(reports)).toBe(true);
  });

  test('counts requests that were never sent', async () => {
    const { url } = await serve((_, response) => json(response, 1));
    const { reports } = await reported({ requests: [url, 'ftp://127.0.0.1/', 'nonsense'] });
    expect(reports.at(-1)).toMatchObject({ progress: 3, total: 3, message: '3/3 done, 2 failed' });
  });

  test('is there also where nothing could be sent at all', async () => {
    const { reports } = await reported({ requests: ['ftp://127.0.0.1/', 'nonsense'] });
    expect(reports.at(-1)).toMatchObject({ progress: 2, total: 2, message: '2/2 done, 2 failed' });
  });
});

/** `/busy` asks for a second of patience once. */
function busyOnce(): Promise<Api> {
  let asked = 0;
  return serve(async (_, response, { pathname }) => {
    if (pathname !== '/busy' || ++asked > 1) return json(response, 1);
    await pause(300);
    return void response.writeHead(429, { 'retry-after': '1' }).end();
  });
}

describe('while a Retry-After is waited for', () => {
  test.each([
    ['nothing is done yet', []],
    ['others are done', ['/1', '/2']],
  ])('the message says where, how long and why, when %s', async (_, others) => {
    const { url, port } = await busyOnce();
    const { reports } = await reported({ base_url: url, requests: ['/busy', ...others] });
    const waiting = reports.map(({ message }) => message).filter((message) => message.includes('waiting'));
    const expected = `${others.length}/${others.length + 1} done; 127.0.0.1:${port}: waiting 1 s (429)`;
    expect(waiting).toContain(expected);
    expect(increasing(reports)).toBe(true);
    expect(reports.at(-1)?.message).toBe(`${others.length + 1}/${others.length + 1} done`);
  });

  test('the message says so of requests that have not begun, too', async () => {
    const { url, port } = await busyOnce();
    const { reports } = await reported({ base_url: url, requests: ['/busy', '/1'], concurrency: 1, retries: 0 });
    const messages = reports.map(({ message }) => message);
    expect(messages).toContain(`1/2 done, 1 failed; 127.0.0.1:${port}: waiting 1 s (429)`);
    expect(messages.at(-1)).toBe('2/2 done, 1 failed');
  });
});

describe('the progress token', () => {
  test.each([0, 'text'])('%s is sent back', async (token) => {
    const { url } = await serve((_, response) => json(response, 1));
    const id = newId();
    const before = server.lines.length;
    server.send(fetchManyCall(id, { requests: [url] }, token));
    await server.answer(id);
    const reports = reportsIn(server.lines.slice(before).map((line) => parseLine(line)));
    expect(reports.filter(({ progressToken }) => progressToken === token)).toEqual([
      { progressToken: token, progress: 1, total: 1, message: '1/1 done' },
    ]);
  });

  test('that is missing asks for no progress', async () => {
    const { url } = await serve((_, response) => json(response, 1));
    const before = server.lines.length;
    const id = newId();
    server.send(fetchManyCall(id, { requests: [url, url, url] }));
    await server.answer(id);
    await pause(300);
    expect(server.lines.slice(before).map((line) => parseLine(line).id)).toEqual([id]);
  });
});
