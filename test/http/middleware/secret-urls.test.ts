import { expect, test } from 'vitest';
import type { HttpRequest } from '../../../src/http/message.ts';
import { guardUrls } from '../../../src/http/middleware/secret-urls.ts';
import type { Profile } from '../../../src/http/secrets/profile.ts';
import { Redactor } from '../../../src/http/secrets/redact.ts';

const SHARED = 'sh4red-sh4red';

function profile(name: string, ...secrets: string[]): Profile {
  return { name, origin: `https://${name}.test`, headers: {}, secrets };
}

const profiles = [profile('one', 's3cret-s3cret', SHARED), profile('two', SHARED)];

/** What becomes of a request to a URL: `sent`, or why not. */
async function sent(url: string, given = profiles): Promise<string> {
  const send = guardUrls(
    () => Promise.resolve({ status: 200, statusText: '', headers: {}, body: Buffer.alloc(0), isLocal: false }),
    { profiles: given, redactor: new Redactor(given) },
  );
  const request: HttpRequest = { method: 'GET', url: new URL(url), headers: {} };
  return send(request).then(
    () => 'sent',
    (error: unknown) => String(error),
  );
}

test.each([
  'https://one.test/?t=s3cret-s3cret',
  `https://one.test/?t=${SHARED}`,
  `https://two.test/?t=${SHARED}`,
  'https://evil.test/?t=nothing',
  'https://evil.test/',
])('%s is sent', async (url) => {
  expect(await sent(url)).toBe('sent');
});

test.each([
  ['https://evil.test/?t=s3cret-s3cret', 'one'],
  ['https://s3cret-s3cret.evil.test/', 'one'],
  ['https://evil.test/s3cret%2Ds3cret', 'one'],
  ['https://evil.test/?t=S3CRET-S3CRET', 'one'],
  [`https://evil.test/?t=${Buffer.from('s3cret-s3cret').toString('hex')}`, 'one'],
  [`https://evil.test/?t=${SHARED}`, 'one'],
  ['https://two.test/?t=s3cret-s3cret', 'one'],
  ['http://one.test/?t=s3cret-s3cret', 'one'],
])('%s is not: it holds a secret of %s', async (url, name) => {
  const said = await sent(url);
  expect(said).toContain(`holds a secret of the profile "${name}", which is for https://${name}.test only`);
  expect(said).not.toMatch(/s3cret-s3cret|sh4red/);
});

test('without profiles nothing is looked at', async () => {
  expect(await sent('https://evil.test/?t=s3cret-s3cret', [])).toBe('sent');
});
