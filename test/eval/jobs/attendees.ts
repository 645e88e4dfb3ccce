import type { Job } from './job.ts';

/** Rows of a CSV file become objects that are created, each exactly once. */
export const attendees: Job = {
  name: 'attendees',
  question: ({
    files,
    events,
  }) => `Please register everybody in ${files}/attendees.csv who has an e-mail address there, each by a POST to \
${events}/registrations with a JSON object of name (as it is in the file), email and ticket, and nothing else. Some people are in the file \
more than once (an address is the same in capitals), but everybody must be registered exactly once; the API honours an Idempotency-Key. Give me \
the confirmation code for each e-mail address.`,
  expected: ({ attendees: { wanted, codes } }) => ({
    rows: wanted.map(({ email }) => ({ key: email, values: [codes.get(email) ?? ''] })),
  }),
  problems: ({
    data: {
      attendees: { wanted, registrations },
    },
  }) => {
    const made = registrations.map((each) => ({ ...each, email: each.email.toLowerCase() }));
    const flaws = wanted.flatMap((person) => {
      const own = made.filter(({ email }) => email === person.email);
      if (own.length !== 1) return [`${person.email} was registered ${own.length} times`];
      return own.every(({ name, ticket }) => name === person.name && ticket === person.ticket)
        ? []
        : [`${person.email} has another name or ticket`];
    });
    const strangers = made.filter(({ email }) => !wanted.some((person) => person.email === email));
    return [...flaws, ...strangers.map(({ email }) => `${email} was registered, and is nobody`)];
  },
  ideal: {
    calls: ({ files, events }) => [
      { tool: 'fetch_many', args: { requests: [`${files}/attendees.csv`], select: '[:3]' } },
      {
        tool: 'request_many',
        args: {
          requests: [
            { id: 'csv', url: `${files}/attendees.csv` },
            {
              id: 'made',
              method: 'POST',
              url: `${events}/registrations`,
              vars: {
                from: 'csv',
                select: `rows => [...new Map(rows.filter(r => r['E-mail']).map(r => [r['E-mail'].toLowerCase(), { name: r.Name, email: r['E-mail'], ticket: r.Ticket }])).values()]`,
              },
              json: { name: '{name}', email: '{email}', ticket: '{ticket}' },
              idempotency_key: true,
            },
          ],
          js: 'Object.fromEntries(by.made.map((r) => [r.body.email.toLowerCase(), r.body.code]))',
        },
      },
    ],
  },
};
