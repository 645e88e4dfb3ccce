import { ascii, people } from './names.ts';
import { randomOf, shuffled, token } from './random.ts';
import { objectIn, problem, type Ask, type Reply, type Route } from './site.ts';

interface Attendee {
  readonly name: string;
  readonly email: string;
  readonly ticket: string;
}

/** A registration that was made. */
interface Registration extends Attendee {
  readonly code: string;
}

/** A CSV file of people, and an API that registers them, one by one. */
export interface Attendees {
  /** Who is to be registered: each once, although some are twice in the file, once in capitals. */
  readonly wanted: readonly Attendee[];
  readonly csv: string;
  readonly registrations: Registration[];
  /** The code that somebody will get, by address. */
  readonly codes: ReadonlyMap<string, string>;
}

const COUNT = 24;
const WITHOUT_ADDRESS = 4;
const TWICE = 3;

export function makeAttendees(seed: number): Attendees {
  const random = randomOf(seed, 'attendees');
  const all = people(random, COUNT + WITHOUT_ADDRESS).map(({ name, email }) => {
    return { name, email, ticket: random.pick(['standard', 'student', 'speaker']) };
  });
  const [wanted, others] = [all.slice(0, COUNT), all.slice(COUNT)];
  const again = shuffled(random, wanted)
    .slice(0, TWICE)
    .map((each, nth) => ({ ...each, email: nth === 0 ? each.email.toUpperCase() : each.email }));
  const rows = shuffled(random, [...wanted, ...again, ...others.map((each) => ({ ...each, email: '' }))]);
  const lines = rows.map(({ name, email, ticket }, nth) => {
    const [first = '', last = ''] = name.split(' ');
    return [
      nth + 1,
      `"${last}, ${first}"`,
      email,
      ticket,
      `"${random.pick(['vegan', 'no nuts', 'none'])}, ""${token(random, 4)}"""`,
    ].join(',');
  });
  const csv = `\uFEFF${['Row,Name,E-mail,Ticket,Remarks', ...lines].join('\r\n')}\r\n`;
  const named = wanted.map(({ name, ...rest }) => ({ ...rest, name: name.split(' ').toReversed().join(', ') }));
  const codes = new Map(wanted.map(({ email }) => [email, `R-${token(random, 6).toUpperCase()}`]));
  return { wanted: named, csv, registrations: [], codes };
}

export function attendeesRoutes({ csv }: Attendees): Route[] {
  return [['GET', '/attendees.csv', () => ({ headers: { 'content-type': 'text/csv; charset=utf-8' }, body: csv })]];
}

/**
 * The third registration is refused once, as too many; the answer to the tenth is lost once, though it was made. An
 * Idempotency-Key is honoured: the same key gets the same answer, and nothing is made again.
 */
export function registrationRoutes({ registrations, codes }: Attendees): Route[] {
  const byKey = new Map<string, Reply>();
  let asked = 0;
  return [
    [
      'POST',
      '/registrations',
      (ask) => {
        const key = String(ask.headers['idempotency-key'] ?? '');
        const known = byKey.get(key);
        if (known) return known;
        asked++;
        if (asked === 3) return problem(503, 'Too many at once, nothing was registered', { 'retry-after': '1' });
        const attendee = attendeeIn(ask);
        if (typeof attendee === 'string') return problem(422, attendee);
        const code = codes.get(attendee.email.toLowerCase()) ?? `R-X${asked}`;
        registrations.push({ ...attendee, code });
        const reply = {
          status: 201,
          body: { code, state: 'confirmed', email: attendee.email, desk: ascii(attendee.name).charAt(0) },
        };
        if (key) byKey.set(key, reply);
        return asked === 10 ? { drops: true } : reply;
      },
    ],
    ['GET', '/registrations', () => ({ body: { count: registrations.length, registrations } })],
  ];
}

function attendeeIn(ask: Ask): Attendee | string {
  const { name, email, ticket, ...more } = objectIn(ask) ?? {};
  const [unknown] = Object.keys(more);
  if (unknown !== undefined) return `${unknown}: no such field`;
  if (typeof name !== 'string' || name === '') return 'name: expected text';
  if (typeof email !== 'string' || !email.includes('@')) return 'email: expected an address';
  return typeof ticket === 'string' ? { name, email, ticket } : 'ticket: expected text';
}
