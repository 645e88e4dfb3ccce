import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

/** What becomes of `urls`, one after the other, in a process whose NODE_EXTRA_CA_CERTS holds `certificates`. */
export async function fetchTrusting(certificates: readonly string[], urls: readonly string[]): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'fetch-many-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const bundle = join(folder, 'trusted.pem');
  await writeFile(bundle, certificates.join(''));
  const script = join(import.meta.dirname, 'trusting-client.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--import', 'tsx', script, ...urls], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: bundle },
  });
  return JSON.parse(stdout) as unknown;
}
