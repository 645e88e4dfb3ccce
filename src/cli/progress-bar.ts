import type { WriteStream } from 'node:tty';
import { escapeControls } from '../escape-controls.ts';

const WIDTH = 24;

/** A bar on one line of a terminal. Writes nothing to what is not one. */
export function progressBar(stream: Pick<WriteStream, 'isTTY' | 'write'> & { columns?: number }): {
  update(done: number, total: number, message: string): void;
  clear(): void;
} {
  if (!stream.isTTY) return { update: () => undefined, clear: () => undefined };
  return {
    update: (done, total, message) => {
      const filled = Math.round((done / total) * WIDTH);
      const line = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${escapeControls(message)}`;
      stream.write(`\r\u001b[2K${line.slice(0, (stream.columns || 80) - 1)}`);
    },
    clear: () => void stream.write('\r\u001b[2K'),
  };
}
