import { writeFile } from 'node:fs/promises';
import type { Attempts } from './attempts.ts';
import { drawSvg } from './draw-svg.ts';
import { drawText } from './draw-text.ts';

/** How a run is drawn. */
export interface Drawing {
  /** Whether for the terminal. */
  readonly isText: boolean;
  /** The file for a picture. */
  readonly svg: string | undefined;
}

/** More rows are for a picture. */
const MAX_LINES = 100;

/**
 * Draws who ran when, if that is wanted.
 * @param shown a URL as it may be shown
 * @param say told a line at a time
 * @returns whether the picture was written, or none was wanted
 */
export async function showAttempts(
  attempts: Attempts,
  { isText, svg }: Drawing,
  shown: (url: string) => string,
  say: (line: string) => void,
): Promise<boolean> {
  const rows = attempts.rows(shown);
  if (rows.length === 0) say('fetch-many: nothing was sent, so there is nothing to draw');
  if (isText) {
    for (const line of drawText(rows.slice(0, MAX_LINES))) say(line);
    if (rows.length > MAX_LINES) say(`the first ${MAX_LINES} of ${rows.length} requests; --svg FILE draws them all`);
  }
  if (svg === undefined || rows.length === 0) return true;
  try {
    await writeFile(svg, drawSvg(rows, `${rows.length} requests, and when each ran`));
    return true;
  } catch (error) {
    say(`fetch-many: --svg ${svg}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
