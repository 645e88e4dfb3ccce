import { expect, test } from 'vitest';
import { withoutLoneSurrogates } from '../../../src/result/decode/surrogates.ts';
import { json } from '../../support/api.ts';
import { cases, seeded } from '../../support/random.ts';
import { readerOf } from '../../support/read-result.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';
import { randomItems, randomProgram, valueInNode } from '../../sandbox/js/support/random-program.ts';

const server = sharedServer();
const { read } = readerOf(server);

/** What a program sees of a record, but for its bodies. */
type Facts = Parameters<typeof valueInNode>[1][number] & { readonly headers: unknown };

/** Programs that are tried over the records of one call. */
const PROGRAMS = 10;

test('random programs over what a call has brought give what they give in Node', async () => {
  let compared = 0;
  for (let seed = 1; seed <= cases(3); seed++) {
    const random = seeded(seed);
    const sent = Array.from({ length: random.int(1, 6) }, () => {
      const isOk = random.next() < 0.8;
      const body = isOk ? (random.next() < 0.7 ? randomItems(random) : random.json(30)) : { message: random.text(9) };
      // As the wire has it, and the reader of bodies.
      return { isOk, body: JSON.parse(withoutLoneSurrogates(JSON.stringify(body))) as unknown };
    });
    const { url } = await serve((_, response, { pathname }) => {
      const { isOk, body } = sent[Number(pathname.slice(1))] ?? { isOk: false, body: null };
      json(response, body, isOk ? 200 : 404);
    });
    const requests = sent.map((_, n) => ({
      url: '/{n}',
      vars: { n: [n] },
      ...(n % 3 === 2 ? {} : { id: n % 3 === 0 ? 'users' : 'posts' }),
    }));
    const seen = await server.run({
      base_url: url,
      requests,
      js: 'records.map(({ body, error_body, ...facts }) => facts)',
      max_tokens: 100_000,
    });
    const facts = seen.value as readonly Facts[];
    const records = (): Facts[] => {
      return facts.map(({ headers, ...each }, i) => {
        const body = structuredClone(sent[i]?.body);
        return { ...each, error_body: each.ok ? null : body, headers, body: each.ok ? body : null };
      });
    };
    expect(facts.map(({ ok }) => ok)).toEqual(sent.map(({ isOk }) => isOk));
    for (let nth = 0; nth < PROGRAMS; nth++) {
      const program = randomProgram(random);
      const expected = await valueInNode(program, records());
      const { value, truncated, error } = await read({ ref: seen.summary.batch, js: program, max_tokens: 100_000 });
      if (truncated) continue;
      // What fails there, or has no value, is an error here.
      const given = error === undefined ? value : undefined;
      if (given !== undefined) compared++;
      expect(given, `seed ${seed}: ${program}`).toEqual(expected && JSON.parse(withoutLoneSurrogates(expected)));
    }
  }
  expect(compared).toBeGreaterThan(cases(3) * PROGRAMS * 0.4);
}, 120_000);
