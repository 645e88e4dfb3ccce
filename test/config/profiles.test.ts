import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config/config.ts';
import { parseProfiles } from '../../src/config/profiles.ts';
import { configFolder } from '../support/profiles.ts';
import { spawned } from '../support/shared-server.ts';

const folder = configFolder();
folder.write('token', 'file-secret-1\n');
folder.write('crlf', 'file-secret-2\r\n');
writeFileSync(`${folder.path}/utf-16`, '\ufefffile-secret-3\r\n', 'utf16le');
folder.write('two-lines', 'file-secret\n\n');
folder.write('empty', '\n');
const sources = {
  path: `${folder.path}/config.json`,
  env: {
    TOKEN: 'env-secret-1',
    OTHER: 'env-secret-2',
    EMPTY: '',
    SHORT: 'abc12',
    NUMBER: '12345678',
    BREAK: 'secret\nx: y',
    WIDE: 'sécret-secret',
    LONG: 'x'.repeat(9_000),
    BASIC: Buffer.from('alice:correct horse').toString('base64'),
    STRIPE: Buffer.from('sk_live_0123456789:').toString('base64'),
  },
};

/** One profile with one header. */
function only(value: unknown, header = 'authorization', origin: unknown = 'https://api.example.com'): unknown {
  return { github: { origin, headers: { [header]: value } } };
}

function parsed(given: unknown): ReturnType<typeof parseProfiles> {
  return parseProfiles(given, sources);
}

function complaint(given: unknown): string {
  try {
    parsed(given);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const repeated = Object.values(sources.env).filter((secret) => secret && error.message.includes(secret));
    if (repeated.length > 0) throw new Error(`Expected no value to be repeated: ${error.message}`, { cause: error });
    if (error.message.includes('\n')) throw new Error(`Expected one line: ${error.message}`, { cause: error });
    return error.message;
  }
  throw new Error('Expected a ConfigError');
}

describe('a profile', () => {
  test('has its references resolved, and its names in lower case', () => {
    expect(parsed(only('Bearer ${env:TOKEN}', 'Authorization'))).toEqual([
      {
        name: 'github',
        origin: 'https://api.example.com',
        headers: { authorization: 'Bearer env-secret-1' },
        secrets: ['env-secret-1'],
      },
    ]);
  });

  test.each([
    ['${file:token}', 'file-secret-1'],
    ['${file:crlf}', 'file-secret-2'],
    ['${file:./token}', 'file-secret-1'],
    ['${file:utf-16}', 'file-secret-3'],
    [`\${file:${folder.path}/token}`, 'file-secret-1'],
    ['a=${env:TOKEN}; b=${env:OTHER}', 'a=env-secret-1; b=env-secret-2'],
  ])('%s', (given, value) => {
    expect(parsed(only(given, 'cookie'))[0]?.headers).toEqual({ cookie: value });
  });

  test.each([
    ['https://API.example.com/', 'https://api.example.com'],
    ['https://api.example.com:443', 'https://api.example.com'],
    ['https://api.example.com:8443', 'https://api.example.com:8443'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://127.1:80', 'http://127.0.0.1'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('for %s is for %s', (given, origin) => {
    expect(parsed(only('${env:TOKEN}', 'x-api-key', given))[0]?.origin).toBe(origin);
  });

  test('may have what says nothing of who asks as it is', () => {
    const headers = {
      accept: 'application/vnd.github+json',
      'X-GitHub-Api-Version': '2022-11-28',
      authorization: '${env:TOKEN}',
    };
    expect(parsed({ a: { origin: 'https://a.example', headers } })[0]?.headers).toMatchObject({
      'x-github-api-version': '2022-11-28',
    });
  });

  test('knows what Basic credentials reveal: the password, and a user name that is a token', () => {
    expect(parsed(only('Basic ${env:BASIC}'))[0]?.secrets).toEqual([sources.env.BASIC, 'alice:correct horse', 'correct horse']);
    expect(parsed(only('Basic ${env:STRIPE}'))[0]?.secrets).toEqual([
      sources.env.STRIPE,
      'sk_live_0123456789:',
      'sk_live_0123456789',
    ]);
  });

  test('may share its origin with another, if their headers differ', () => {
    const [a, b] = ['x-a', 'x-b'].map((header) => ({ origin: 'https://a.example', headers: { [header]: '${env:TOKEN}' } }));
    expect(parsed({ a, b })).toHaveLength(2);
    expect(complaint({ a, b: { ...a, origin: 'https://A.example:443/' } })).toMatch(
      /profiles\.b\.headers\.x-a.*https:\/\/a\.example.*profiles\.a/,
    );
  });
});

describe('is refused, by the file and the key', () => {
  const at = 'profiles.github.headers.authorization: ';
  test.each<[unknown, string]>([
    [[], 'profiles: expected an object'],
    ['x', 'profiles: expected an object'],
    [null, 'profiles: expected an object'],
    [{ github: 'x' }, 'profiles.github: expected an object'],
    [{ 'a b': {} }, 'profiles.a b: a name has'],
    [{ '"': {} }, 'profiles.": a name has'],
    [
      { github: { ...Object(only('${env:TOKEN}')).github, header: {} } },
      'profiles.github.header: unknown key; did you mean "headers"?',
    ],
    [{ github: { origin: 'https://a.example' } }, 'profiles.github.headers: expected an object'],
    [{ github: { origin: 'https://a.example', headers: {} } }, 'profiles.github.headers: has none'],
    [only(5), `${at}expected text`],
    [only(['${env:TOKEN}']), `${at}expected text`],
    [only('Bearer ghp_literal'), `${at}a secret does not stand in the file itself`],
    [only(''), `${at}a secret does not`],
    [only('literal', 'x-tenant'), 'profiles.github.headers.x-tenant: a secret does not'],
    [only('Bearer $TOKEN'), `${at}a secret does not`],
    [only('Bearer ${TOKEN}'), `${at}\${TOKEN} is neither`],
    [only('${ENV:TOKEN}'), `${at}\${ENV:TOKEN} is neither`],
    [only('${env:}'), `${at}\${env:} is neither`],
    [only('${env:NONE}'), `${at}\${env:NONE}: there is no such variable`],
    [only('${env:EMPTY}'), `${at}\${env:EMPTY} is empty`],
    [only('${env:SHORT}'), `${at}\${env:SHORT} has fewer than 6`],
    [only('${env:NUMBER}'), `${at}\${env:NUMBER} is a number`],
    [only('${env:BREAK}'), `${at}\${env:BREAK} has a line break`],
    [only('${env:WIDE}'), `${at}\${env:WIDE} has a line break or another`],
    [only('${file:two-lines}'), `${at}\${file:two-lines} has a line break`],
    [only('${file:empty}'), `${at}\${file:empty} is empty`],
    [only('${env:LONG}'), `${at}is longer than 8192`],
    [only('${file:none}'), `${at}\${file:none}: ${folder.path}/none cannot be read (ENOENT)`],
    [only('${file:.}'), `${at}\${file:.}: ${folder.path} cannot be read (EISDIR)`],
    [only('${env:TOKEN}', 'not a name'), 'profiles.github.headers: "not a name": not a header name'],
    [only('${env:TOKEN}', 'host'), 'profiles.github.headers: host: cannot be set'],
    [only('${env:TOKEN}', 'Proxy-Authorization'), 'profiles.github.headers: Proxy-Authorization: cannot be set'],
    [only('ü ${env:TOKEN} \u{1f600}'), 'profiles.github.headers: authorization: its value has'],
    [
      { a: { origin: 'https://a.example', headers: { 'X-A': '${env:TOKEN}', 'x-a': '${env:TOKEN}' } } },
      'profiles.a.headers: x-a: is given twice',
    ],
  ])('%j', (given, said) => {
    expect(complaint(given)).toContain(`--config ${sources.path}: ${said}`);
  });

  test.each([
    [null, 'expected an origin'],
    ['api.example.com', 'expected an origin'],
    ['ftp://a.example', 'expected https: or http:'],
    ['https://a.example/v1', 'an origin alone'],
    ['https://a.example?x', 'an origin alone'],
    ['https://a.example/#', 'an origin alone'],
    ['https://u:p@a.example', 'an origin alone'],
    ['https://*.example.com', 'no wildcards'],
    ['http://a.example', 'sent in the clear'],
    ['http://10.0.0.1', 'sent in the clear'],
    ['http://localhost.example', 'sent in the clear'],
    ['http://127.0.0.1.example', 'sent in the clear'],
  ])('the origin %s', (origin, said) => {
    expect(complaint(only('${env:TOKEN}', 'x-api-key', origin))).toMatch(/profiles\.github\.origin: /);
    expect(complaint(only('${env:TOKEN}', 'x-api-key', origin))).toContain(said);
  });
});

test('the server says so on stderr, in one line, and leaves with 2', async () => {
  const config = folder.write('wrong.json', { profiles: only('Bearer ghp_literal') });
  const server = spawned('--config', config);
  expect(await server.exit).toMatchObject({ code: 2 });
  expect([...server.lines, server.rest]).toEqual(['']);
  expect(server.stderr).toMatch(
    /^fetch-many: --config \S+wrong\.json: profiles\.github\.headers\.authorization: a secret does not[^\n]+\n$/,
  );
});
