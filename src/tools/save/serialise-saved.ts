import { lines } from '../../batch/report/serialise.ts';
import { escapeControls } from '../../escape-controls.ts';
import type { SaveResult } from './save-schema.ts';

/** JSON with a file on each line. */
export function serialiseSaved({ dir, total, files, notes }: SaveResult): string {
  const head = `{"dir": ${JSON.stringify(dir)}, "total": ${JSON.stringify(total)},\n"files": ${lines(files)}`;
  return escapeControls(notes ? `${head},\n"notes": ${JSON.stringify(notes)}}` : `${head}}`);
}
