import { filler } from './filler.ts';
import { CITIES, companies, people } from './names.ts';
import { randomOf, shuffled } from './random.ts';
import { numberIn, type Route } from './site.ts';

/** A company in the CRM; its number is the one by which other systems know it. */
export interface Company {
  readonly number: number;
  readonly name: string;
  readonly city: string;
}

/** The CRM: pages by a Link header. */
export interface Crm {
  readonly companies: readonly Company[];
  readonly bodies: readonly object[];
}

const COUNT = 95;
const PER_PAGE = 40;

export function makeCrm(seed: number): Crm {
  const random = randomOf(seed, 'crm');
  const numbers = shuffled(
    random,
    Array.from({ length: 9_000 }, (_, nth) => nth + 100),
  ).slice(0, COUNT);
  const contacts = people(random, COUNT);
  const all = companies(random, COUNT).map((name, nth) => ({
    number: numbers[nth] ?? 0,
    name,
    city: random.pick(['Oslo', ...CITIES]),
  }));
  const known = all.map(({ number, name, city }, nth) => ({
    id: 500 + nth * 11,
    name,
    ...filler(random, 'company', nth),
    external_id: nth % 4 === 0 ? `Cust_${number}` : `cust_${number}`,
    address: {
      street: `${random.int(1, 99)} ${random.pick(['Mill', 'Station', 'Park'])} Street`,
      city,
      zip: String(random.int(10_000, 99_999)),
    },
    contact: contacts[nth],
    vat_id: random.next() < 0.3 ? null : `EU${random.int(1e8, 9e8)}`,
  }));
  // Prospects have bought nothing: no external_id, some not even the key.
  const prospects = companies(randomOf(seed, 'prospects'), COUNT + 12)
    .filter((name) => !all.some((company) => company.name === name))
    .slice(0, 12)
    .map((name, nth) => ({
      id: 9_000 + nth,
      name,
      ...filler(random, 'company', nth),
      ...(nth % 2 ? { external_id: null } : {}),
    }));
  return { companies: all, bodies: shuffled(random, [...known, ...prospects]) };
}

export function crmRoutes({ bodies }: Crm): Route[] {
  return [
    [
      'GET',
      '/companies',
      (ask) => {
        const size = Math.max(1, numberIn(ask, 'per_page', 25, PER_PAGE));
        const page = Math.max(1, numberIn(ask, 'page', 1));
        const last = Math.ceil(bodies.length / size);
        const links = [
          ['first', 1],
          ['prev', page - 1],
          ['next', page + 1],
          ['last', last],
        ] as const;
        const link = links
          .filter(([, number]) => number >= 1 && number <= last && number !== page)
          .map(([rel, number]) => `<${ask.url.origin}/companies?per_page=${size}&page=${number}>; rel="${rel}"`)
          .join(', ');
        return { headers: link ? { link } : {}, body: bodies.slice((page - 1) * size, page * size) };
      },
    ],
  ];
}
