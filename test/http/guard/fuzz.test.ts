import { isIP } from 'node:net';
import { expect, test } from 'vitest';
import { resolveUrl } from '../../../src/batch/plan/resolve-url.ts';
import { Guard } from '../../../src/http/guard/guard.ts';
import { cases, seeded } from '../../support/random.ts';
import { bytesOf, isForbidden, plain, type Bytes } from '../support/registry.ts';
import { address, spelling } from '../support/spellings.ts';

const URLS = cases(2_500);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_251_109);

// Pure decisions: nothing here opens a socket or asks a resolver.
const guard = new Guard([], { isOwn: () => false });

test(`of ${URLS} odd URLs none is let through to an address that the registries forbid (FUZZ_SEED=${SEED})`, () => {
  const random = seeded(SEED);
  const wrong: string[] = [];
  const count = { invalid: 0, name: 0, refused: 0, open: 0, asMeant: 0 };
  for (let nth = 0; nth < URLS; nth++) {
    const { url: written, meant } = spelling(random);
    const url = resolveUrl(written, undefined, undefined);
    if (typeof url === 'string') {
      count.invalid++;
      continue;
    }
    const bytes = bytesOf(url.hostname);
    if (url.username || url.password) wrong.push(`${written}: a user name goes along`);
    // What no table of the product's may take for a name: Node would dial it without a lookup.
    if (!bytes !== (isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0)) wrong.push(`${written}: a literal or not?`);
    if (!bytes) {
      count.name++;
      const answers = Array.from({ length: random.int(1, 3) }, () => address(random));
      const refused = guard.checkAddresses(answers.map(plain), guard.allowsHost(url.hostname, Number(url.port)));
      if (!refused && answers.some(isForbidden)) wrong.push(`${written}: resolves to ${answers.map(plain).join()}`);
      continue;
    }
    if (meant && same(bytes, meant)) count.asMeant++;
    const refusal = guard.refusal(url);
    count[refusal ? 'refused' : 'open']++;
    if (!refusal && isForbidden(bytes)) wrong.push(`${written}: ${url.hostname}`);
  }
  expect(wrong.slice(0, 20)).toEqual([]);
  // It has found nothing although it looked: each way was taken often, and most spellings are what was meant.
  const { invalid, name, refused, open, asMeant } = count;
  expect(invalid + name + refused + open).toBe(URLS);
  for (const each of [invalid, name, refused, open]) expect(each).toBeGreaterThan(URLS / 20);
  expect(asMeant).toBeGreaterThan((refused + open) * 0.9);
}, 120_000);

function same(a: Bytes, b: Bytes): boolean {
  return plain(a) === plain(b);
}
