import { headerOf } from '../../http/message.ts';
import type { MoreHint } from '../../result/page-hints.ts';
import type { Answer } from './answer.ts';

/** Headers that say how many items or pages a list has in all. */
const ITEMS = ['X-Total-Count', 'X-Total', 'X-WP-Total', 'Total-Count', 'X-Pagination-Total-Count'];
const PAGES = ['X-Total-Pages', 'X-WP-TotalPages', 'X-Pagination-Page-Count'];

const RANGE = 'Content-Range';
const KEYS = [...ITEMS, ...PAGES, RANGE].map((name) => name.toLowerCase());
const NONE: readonly MoreHint[] = [];

/** How much there is in all, as headers say it: GitLab's and WordPress's, or a Content-Range of items (`0-19/57`). */
export function headerTotals({ headers }: Pick<Answer, 'headers'>): readonly MoreHint[] {
  if (!KEYS.some((key) => headers[key] !== undefined)) return NONE;
  const numbers = (names: readonly string[]): [string, number][] => {
    return names.flatMap((path): [string, number][] => {
      const total = numberOf(headerOf(headers, path.toLowerCase()));
      return total === undefined ? [] : [[path, total]];
    });
  };
  const sure = { kind: 'total', isSure: true, isCount: false } as const;
  const [, end, all] = /^(?!bytes\b)(?:[\w-]+ )?\d+-(\d+)\/(\d+)$/.exec(headerOf(headers, RANGE.toLowerCase()) ?? '') ?? [];
  // Positions count from 0: that of the last item is one less than the total.
  const ofRange = Number(end) + 1 < Number(all) ? numberOf(all) : undefined;
  return [
    ...numbers(PAGES).map(([path, total]) => ({ kind: 'pages', path, total }) as const),
    ...numbers(ITEMS).map(([path, total]) => ({ ...sure, path, total })),
    ...(ofRange === undefined ? [] : [{ ...sure, path: RANGE, total: ofRange, by: { next: 'offset' } }]),
  ];
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,12}\s*$/.test(text) ? Number(text) : undefined;
}
