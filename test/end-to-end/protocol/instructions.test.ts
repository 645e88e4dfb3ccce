import { expect, test } from 'vitest';
import { instructions } from '../../../src/mcp/instructions.ts';
import type { Profile } from '../../../src/http/secrets/profile.ts';

function profile(nth: number, host = 'api.example.com'): Profile {
  return {
    name: `profile-${nth}`,
    origin: `https://${nth}.${host}`,
    headers: { authorization: 'Bearer a-secret' },
    secrets: ['a-secret'],
  };
}

function told(profiles: readonly Profile[], names = ['fetch_many', 'request_many']): string {
  return instructions({ profiles, tools: names.map((name) => ({ name })) });
}

test('a tool that is not there is not spoken of', () => {
  expect(told([])).toContain('"paginate" follows pages. request_many writes.\n');
  expect(told([], ['fetch_many', 'read_result'])).toContain('"paginate" follows pages.\n');
});

test('without profiles nothing is said of credentials', () => {
  expect(told([])).not.toMatch(/credential/i);
  expect(Buffer.byteLength(told([]))).toBeLessThan(1_024);
});

test('profiles are told by name and origin, not by their headers', () => {
  const said = told([profile(1), profile(2)]);
  expect(said).toContain(
    'Credentials are attached for: profile-1 (https://1.api.example.com), profile-2 (https://2.api.example.com).',
  );
  expect(said).not.toMatch(/bearer|authorization|a-secret/i);
});

test.each([
  ['api.example.com', 'and 80 more'],
  [`${'long.'.repeat(40)}example.com`, /and 9\d more/],
])('of many, only so many that clients do not cut them: %s', (host, more) => {
  const said = told(Array.from({ length: 100 }, (_, nth) => profile(nth, host)));
  expect(said).toMatch(more);
  expect(Buffer.byteLength(said)).toBeLessThan(2_048);
});
