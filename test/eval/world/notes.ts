import { filler } from './filler.ts';
import { people, type Person } from './names.ts';
import { momentIn, randomOf, shuffled, token } from './random.ts';
import { objectIn, problem, type Route } from './site.ts';

interface Note {
  readonly editor: Person | undefined;
  readonly year: number;
  readonly isArchived: boolean;
}

/** A collection of notes that is searched by POST, with a cursor in the body both ways. */
export interface Notes {
  readonly notes: readonly Note[];
  readonly editors: readonly Person[];
  readonly bodies: readonly object[];
  readonly cursors: readonly string[];
}

const PAGE = 25;
/** Notes of 2023 that each editor has edited last, those in the archive, and those of other years. */
const EDITS = [
  [4, 2, 12],
  [13, 0, 2],
  [9, 9, 1],
  [6, 1, 7],
  [3, 4, 9],
] as const;
const UNKNOWN = 5;

export function makeNotes(seed: number): Notes {
  const random = randomOf(seed, 'notes');
  const editors = people(random, EDITS.length);
  const notes = EDITS.flatMap(([live, archived, other], nth) => {
    const editor = editors[nth];
    const count = live + random.int(0, 1);
    return [
      ...Array.from({ length: count }, () => ({ editor, year: 2023, isArchived: false })),
      ...Array.from({ length: archived }, () => ({ editor, year: 2023, isArchived: true })),
      ...Array.from({ length: other }, () => ({ editor, year: random.pick([2021, 2022, 2024]), isArchived: false })),
    ];
  });
  const unknown = Array.from({ length: UNKNOWN }, () => ({ editor: undefined, year: 2023, isArchived: false }));
  const all = shuffled<Note>(random, [...notes, ...unknown]);
  const bodies = all.map(({ editor, year, isArchived }, nth) => ({
    id: token(random, 24),
    ...filler(random, 'page', nth),
    title: [
      { type: 'text', text: { content: `Migration, part ${nth + 1}`, link: null }, annotations: { bold: false, code: false } },
    ],
    archived: isArchived,
    last_edited_time: momentIn(random, year),
    last_edited_by: editor ? { object: 'user', id: token(random, 12), name: editor.name } : null,
    created_by: { object: 'user', name: random.pick(['Rosa Adler', 'Nils Ito']) },
  }));
  return { notes: all, editors, bodies, cursors: all.map(() => token(random, 20)) };
}

export function notesRoutes({ bodies, cursors }: Notes): Route[] {
  return [
    [
      'POST',
      '/v1/search',
      (ask) => {
        const { query, page_size = PAGE, start_cursor = null, ...more } = objectIn(ask) ?? {};
        const [unknown] = Object.keys(more);
        if (unknown !== undefined) return problem(400, `${unknown}: no such field`);
        if (query !== 'migration') return { body: { object: 'list', results: [], has_more: false, next_cursor: null } };
        const start = start_cursor === null ? 0 : cursors.findIndex((cursor) => cursor === start_cursor);
        if (start < 0) return problem(400, 'start_cursor: not one of ours');
        const end = start + Math.min(PAGE, Math.max(1, Number(page_size) || PAGE));
        const hasMore = end < bodies.length;
        const results = bodies.slice(start, end);
        return { body: { object: 'list', results, has_more: hasMore, next_cursor: hasMore ? cursors[end] : null } };
      },
    ],
  ];
}
