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

test('without profiles nothing is said of credentials', () => {
  expect(instructions([])).not.toMatch(/credential/i);
  expect(Buffer.byteLength(instructions([]))).toBeLessThan(1_024);
});

test('profiles are told by name and origin, not by their headers', () => {
  const told = instructions([profile(1), profile(2)]);
  expect(told).toContain(
    'Credentials are attached for: profile-1 (https://1.api.example.com), profile-2 (https://2.api.example.com).',
  );
  expect(told).not.toMatch(/bearer|authorization|a-secret/i);
});

test.each([
  ['api.example.com', 'and 80 more'],
  [`${'long.'.repeat(40)}example.com`, /and 9\d more/],
])('of many, only so many that clients do not cut them: %s', (host, more) => {
  const told = instructions(Array.from({ length: 100 }, (_, nth) => profile(nth, host)));
  expect(told).toMatch(more);
  expect(Buffer.byteLength(told)).toBeLessThan(2_048);
});
