import { sayProblem } from '../args/problem.ts';
import type { RequestArgs } from '../args/schema.ts';
import type { Turns } from '../../concurrency/turns.ts';
import { invalid, planRequest, type InvalidRequest, type PlannedRequest } from './plan-request.ts';
import type { Shared } from './request-headers.ts';
import type { RequestItem } from './request-item.ts';
import { requestSize } from './request-size.ts';
import type { Rows } from './rows.ts';
import type { Row } from './variable-value.ts';

/** What an item is expanded with. */
export interface ExpandOptions {
  readonly shared: Shared;
  /** Rows of its variables. Default: its own; an item without vars has none. */
  readonly rows?: Rows | undefined;
  /** Variables of the request that its values come from, which it may use too. */
  readonly inherited?: Row | undefined;
  /** Bytes that its requests may have together. */
  readonly maxBytes: number;
  readonly turns: Turns;
}

/** The requests that an item stands for. */
export interface ExpandedItem {
  readonly requests: readonly (PlannedRequest | InvalidRequest)[];
  /** Bytes of those that can be sent. If they are more than allowed, the rest of the requests has not been made. */
  readonly bytes: number;
}

/** Makes the requests that an item stands for, all but their bodies. @returns at once where it has no rows */
export function expandItem(item: RequestItem, options: ExpandOptions): ExpandedItem | Promise<ExpandedItem> {
  const { request, problems } = item;
  if (!request || problems.length > 0) return { requests: [invalid(item, problems.map(sayProblem).join('; '))], bytes: 0 };
  const rows = options.rows ?? item.rows;
  if (rows) return expandRows(item, request, rows, options);
  const planned = planRequest(item, request, options.shared);
  return { requests: [planned], bytes: sizeOf(planned, item) };
}

async function expandRows(
  item: RequestItem,
  request: RequestArgs,
  rows: Rows,
  { shared, inherited = {}, maxBytes, turns }: ExpandOptions,
): Promise<ExpandedItem> {
  const requests: (PlannedRequest | InvalidRequest)[] = [];
  let bytes = 0;
  // What one row lacks and others have is null in it; what the values' request has is taken from there.
  const defaults: Row = Object.fromEntries(
    item.uses.flatMap(({ name }) => {
      if (rows.names.has(name)) return [[name, null]];
      return Object.hasOwn(inherited, name) ? [[name, inherited[name]]] : [];
    }),
  );
  const defaulted = Object.keys(defaults);
  for (let nth = 0; nth < rows.length; nth++) {
    if (turns.isOver) await turns.next();
    const row = rows.at(nth);
    const isFull = defaulted.every((name) => Object.hasOwn(row, name));
    const planned = planRequest(item, request, shared, isFull ? row : { ...defaults, ...row });
    requests.push(planned);
    bytes += sizeOf(planned, item);
    if (bytes > maxBytes) break;
  }
  return { requests, bytes };
}

function sizeOf(planned: PlannedRequest | InvalidRequest, { body }: RequestItem): number {
  return 'request' in planned ? requestSize(planned.request, body?.size(planned.row) ?? 0) : 0;
}
