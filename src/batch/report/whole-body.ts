import { missing } from '../../result/budget/truncated.ts';
import { render, renderCounted } from '../../result/budget/render.ts';
import type { ResultRecord } from '../args/result-schema.ts';
import type { FinishedRequest, KeptBody } from '../outcome/draft.ts';
import { readBodies, type BodyContext } from '../outcome/read-body.ts';

/** More tokens than any body has. */
export const EVERYTHING = 2 ** 40;

/** What reading a body whole needs. */
export type WholeContext = Pick<BodyContext, 'results' | 'sandbox' | 'redactor' | 'signal' | 'owner'>;

/**
 * The body of a record, uncut: read again if only a part of it is there. If that cannot be done, it says so like any
 * body that is cut.
 * @throws the reason of the context's signal
 */
export async function wholeBody(
  { body, kept }: Pick<FinishedRequest, 'body' | 'kept'>,
  context: WholeContext,
): Promise<Pick<ResultRecord, 'body' | 'truncated'>> {
  if (!body) return {};
  if (!body.isCut) return { body: render(body.value) };
  const read = kept && (await readAll(kept, context));
  if (read && 'shown' in read && !read.shown.isCut) return { body: render(read.shown.value) };
  return { body: renderCounted(body.value), truncated: { ...missing(body.value), bytes: body.bytes } };
}

async function readAll(
  { reading, keys, unstored, isWhole }: KeptBody,
  context: WholeContext,
): Promise<Awaited<ReturnType<typeof readBodies>> | undefined> {
  if (!isWhole && !unstored) return undefined;
  const held = unstored ?? keys.map((key) => ({ key, content: undefined, bytes: 0 }));
  return readBodies(held, reading, { ...context, url: reading.url, maxTokens: EVERYTHING, keepsAll: false });
}
