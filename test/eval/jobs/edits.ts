import type { Job } from './job.ts';

/** A search by POST with a cursor. */
export const edits: Job = {
  name: 'edits',
  question: ({
    notes,
  }) => `Please search our notes for "migration": a POST to ${notes}/v1/search with {"query": "migration", "page_size": 25} \
(25 at most) answers results, has_more and next_cursor, and the latter goes into the next body as start_cursor. How many of all the notes found \
were last edited in 2023 (last_edited_time) and are not archived (archived)? And who (last_edited_by.name) was the last editor of most of these, \
and of how many? Of some the editor is not known: count them, too, in the first number.`,
  expected: ({ notes: { notes, editors } }) => {
    const found = notes.filter(({ year, isArchived }) => year === 2023 && !isArchived);
    const counts = editors.map(({ name }) => ({ name, count: found.filter(({ editor }) => editor?.name === name).length }));
    const [most, ...others] = counts.toSorted((a, b) => b.count - a.count);
    return { facts: [found.length, most?.name ?? '', most?.count ?? 0], others: others.map(({ name }) => name) };
  },
  ideal: {
    calls: ({ notes }) => [
      {
        tool: 'request_many',
        args: {
          requests: [
            {
              url: `${notes}/v1/search`,
              json: { query: 'migration', page_size: 25 },
              paginate: { next: 'next_cursor', param: 'start_cursor', items: 'results' },
            },
          ],
          js: `const found = ok[0].body.filter((n) => n.last_edited_time.startsWith('2023') && !n.archived);
const groups = Object.groupBy(found.filter((n) => n.last_edited_by), (n) => n.last_edited_by.name);
const [name, most] = Object.entries(groups).sort((a, b) => b[1].length - a[1].length)[0];
return { count: found.length, name, most: most.length }`,
        },
      },
    ],
  },
};
