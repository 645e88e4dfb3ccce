import { rmSync, writeFileSync } from 'node:fs';

/** From now on the disk takes nothing in this directory, and has lost what was there: it is a file. */
export function failDisk(directory: string): void {
  rmSync(directory, { recursive: true });
  writeFileSync(directory, '');
}
