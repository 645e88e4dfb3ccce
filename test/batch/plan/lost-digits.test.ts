import { describe, expect, test } from 'vitest';
import { requestsOf } from '../../support/plan.ts';

/** Why a request is not sent, its path first; undefined if it is. */
async function problemOf(request: Record<string, unknown>): Promise<string | undefined> {
  const [only] = await requestsOf({ requests: [{ url: 'https://a.example/{id}', ...request }] }, { tool: 'request_many' });
  return only && 'error' in only ? only.error : undefined;
}

const snowflake = JSON.parse('1234567890123456789') as number;
const beside = JSON.parse('9007199254740993') as number;

describe('a whole number that is not as it was written is not sent', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['in a list', { vars: { id: [5, beside] } }, 'requests[0].vars.id: of 9007199254740992 the last digits'],
    ['in a list as text', { vars: { id: '[9007199254740993]' } }, 'requests[0].vars.id: of 9007199254740992 the last'],
    ['alone', { vars: { id: snowflake } }, 'requests[0].vars.id: of 1234567890123456800 the last digits'],
    ['in a row', { vars: [{ id: 1 }, { id: -snowflake }] }, 'requests[0].vars[1]: of -1234567890123456800 the'],
    ['in a query', { vars: { id: 1 }, query: { after: [snowflake] } }, 'requests[0].query: of 1234567890123456800 the'],
    ['in a form', { vars: { id: 1 }, form: { after: snowflake } }, 'requests[0].form: of 1234567890123456800 the last'],
    ['of 2^64 and more', { vars: { id: 1 }, json: [{ a: 2 ** 64 + 1 }] }, 'requests[0].json: of 18446744073709552000 the'],
  ])('%s', async (_, request, begin) => {
    expect(await problemOf(request)).toContain(begin);
  });

  test('and the problem says how it is sent whole', async () => {
    expect(await problemOf({ vars: { id: 1 }, json: { id: snowflake } })).toBe(
      'requests[0].json: of 1234567890123456800 the last digits may not be those that were written, since it is beyond 2^53; ' +
        'write it as a string, or "json" as text, which goes out as it is written',
    );
    expect(await problemOf({ vars: { id: ['1234567890123456789'] }, json: '{"id": 1234567890123456789}' })).toBeUndefined();
  });
});

test('numbers that are as they were written are sent', async () => {
  const fine = [2 ** 53 - 1, 1.5, 0.1 + 0.2, 1_700_000_000_000_000_000, 10 ** 18, 1e21, 1e300, Number.MAX_VALUE, 1.7e19, -0];
  expect(await problemOf({ vars: { id: fine }, json: { fine, id: '{id}' }, query: { fine } })).toBeUndefined();
});
