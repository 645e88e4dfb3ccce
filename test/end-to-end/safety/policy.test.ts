import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resultSchema, type ResultRecord } from '../../../src/batch/args/result-schema.ts';
import { fullError } from '../../support/full-error.ts';
import { json, startApi, type Api } from '../../support/api.ts';
import { connect, type Connected } from '../../support/client.ts';
import { runHere } from '../../support/run-here.ts';
import { outcomesOf, recordOf, resultOf, spawned } from '../../support/shared-server.ts';

let api: Api;
let server: Connected;

beforeAll(async () => {
  api = await startApi((request, response, { pathname, search }) => {
    if (pathname === '/to') response.writeHead(302, { location: decodeURIComponent(search.slice(1)) }).end();
    else json(response, { path: request.url });
  });
  server = await connect('--allow', `127.0.0.1:${api.port}`, '--allow', 'localhost:*', '--allow', '10.0.0.0/8');
});

afterAll(() => Promise.all([server.close(), api.close()]));

async function fetchOne(url: string, from: Connected = server): Promise<ResultRecord> {
  return recordOf(resultOf(await from.fetchMany({ requests: [url] })), 0);
}

function to(target: string): string {
  return `${api.url}/to?${encodeURIComponent(target)}`;
}

describe('a port that is not for the web', () => {
  test.each([
    ['http://localhost:6379/', 'Redis', 'localhost:6379'],
    ['http://127.0.0.1:22/', 'SSH', '127.0.0.1:22'],
    ['http://10.0.0.1:5432/', 'PostgreSQL', '10.0.0.1:5432'],
    ['http://[::1]:2375/version', 'Docker', '[::1]:2375'],
    ['https://localhost:27017/', 'MongoDB', 'localhost:27017'],
  ])('%s is blocked, also as a redirect, and the rule that would open it is given', async (url, service, flag) => {
    const origin = new URL(url).origin;
    const error = `blocked: ${origin} is on a port for ${service}, not for the web; start the server with --allow ${flag} to permit exactly this port`;
    expect(await fetchOne(url)).toEqual({ i: 0, url, outcome: 'blocked', error });
    expect(await fetchOne(to(url))).toMatchObject({ outcome: 'blocked', error });
  });
});

describe('a metadata service', () => {
  const urls = [
    'http://metadata.google.internal/computeMetadata/v1/',
    'http://METADATA.google.internal./',
    'http://metadata/x',
    'http://instance-data.ec2.internal/',
    'http://metadata.azure.internal/',
    'http://169.254.169.254/',
    'http://0xA9FEA9FE/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://168.63.129.16/',
  ];
  const hosts = [...new Set(urls.map((url) => new URL(url).hostname))];
  let open: Connected;

  beforeAll(async () => {
    open = await connect(...['0.0.0.0/0', '::/0', ...hosts].flatMap((each) => ['--allow', each]));
  });
  afterAll(() => open.close());

  test.each(urls)('%s is blocked whatever is allowed, and no lookup is made', async (url) => {
    for (const [from, asked] of [
      [open, url],
      [server, to(url)],
    ] as const) {
      const record = await fetchOne(asked, from);
      expect(record.outcome).toBe('blocked');
      expect(record.error).toMatch(/ is a cloud metadata service; it is never fetched$/);
    }
  });
});

describe('--hosts', () => {
  test('from the flag, the environment or the file, allows these on every hop and no other', async () => {
    const requests = [
      `${api.url}/a`,
      `http://127.0.0.2:${api.port}/b`,
      to('/c'),
      to(`http://127.0.0.2:${api.port}/d`),
      'http://one.test/',
    ];
    const flags = ['--allow', '127.0.0.0/8', '--hosts', `127.0.0.1:${api.port},*.one.test`];
    const result = resultSchema.parse(JSON.parse((await runHere([...flags, 'get', ...requests])).stdout));
    expect(outcomesOf(result)).toEqual(['ok', 'blocked', 'ok', 'blocked', 'blocked']);
    for (const i of [1, 3]) {
      expect(fullError(result.results, i)).toBe(
        `blocked: http://127.0.0.2:${api.port} is not among the hosts of --hosts; ` +
          `start the server with 127.0.0.2:${api.port} added to --hosts to permit it`,
      );
    }
    expect(api.asked).not.toContain('GET /b');
    expect(result.summary.hosts).toEqual([`127.0.0.1:${api.port}`]);
  });

  test.each(['http://one.test', '10.0.0.0/8', '', 'one.test,*.*'])('"%s" is a mistake', async (hosts) => {
    const { code, stdout, stderr } = await runHere(['--hosts', hosts, 'get', api.url]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^fetch-many: --hosts: [^\n]+\n$/);
  });

  test('the operator is told of a mistake in a line', async () => {
    const started = spawned('--hosts', '10.0.0.0/8');
    expect((await started.exit).code).toBe(2);
    expect(started.stderr).toMatch(/^fetch-many: --hosts: [^\n]+\n$/);
    expect(started.lines).toEqual([]);
  });
});

describe('a URL', () => {
  test.each([
    ['http://user:hush@127.0.0.1/', 'user name or password'],
    ['http://hush@127.0.0.1/', 'user name or password'],
    ['ftp://127.0.0.1/', 'only http: and https:'],
    ['http://[fe80::1%25eth0]/', 'is not a URL'],
    ['http://256.1.1.1/', 'is not a URL'],
    ['http://', 'is not a URL'],
    [`http://127.0.0.1/${'a'.repeat(16_384)}`, 'longer than 16384 characters'],
  ])('%.60s is invalid, and says why', async (url, said) => {
    const [record] = resultOf(await server.fetchMany({ requests: [url, `${api.url}/fine`] })).results;
    expect(record).toMatchObject({ outcome: 'invalid', error: expect.stringContaining(said) });
    expect(JSON.stringify(record)).not.toContain('hush');
  });

  test.each(['http://127.0.0.1.:3000/', 'http://%31%32%37.1.:81/', 'http://①②⑦.0.0.1:82/', 'http://0300.0xA8.257./'])(
    '%s is what the URL parser makes of it',
    async (url) => {
      expect((await fetchOne(url)).error).toContain(`blocked: http://${new URL(url).hostname}:`);
    },
  );
});
