import type { Body } from '../../result/body.ts';
import type { Unnumbered } from './draft.ts';
import type { ValueOrigin } from '../plan/provenance.ts';

/** What a request that follows pages has got; it grows while it runs. */
export interface Pages {
  readonly items: unknown[];
  /** Whose word they are: the origins of the pages. */
  by: readonly ValueOrigin[];
  /** Bytes of the pages, decoded. */
  bytes: number;
  /** Pages that have been read. */
  count: number;
  /** Why it stopped though there are more. */
  note?: string | undefined;
  /** What ended it; the pages before are kept. */
  failure?: Pick<Unnumbered, 'outcome' | 'kind' | 'error' | 'status'>;
  /** The first page, stored because no items were found in it. */
  kept?: Body | undefined;
}

/** How a record says that it has the pages which were read before it ended. */
export function keptPages(count: number): string {
  return count === 1 ? 'page 1 is kept' : `pages 1 to ${count} are kept`;
}
