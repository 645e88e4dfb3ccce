import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../client.ts';
import { evaluable } from '../script.ts';

/** What becomes of `urls`, one after the other, in a process whose NODE_EXTRA_CA_CERTS holds `certificates`. */
export async function fetchTrusting(certificates: readonly string[], urls: readonly string[]): Promise<readonly unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), 'fetch-many-'));
  const bundle = join(folder, 'trusted.pem');
  try {
    await writeFile(bundle, certificates.join(''));
    const client = evaluable(`import ${JSON.stringify(join(import.meta.dirname, 'trusting-client.ts'))};`);
    const running = promisify(execFile)(process.execPath, ['--expose-gc', '--input-type=module', '-', ...urls], {
      cwd: ROOT,
      env: { ...process.env, NODE_EXTRA_CA_CERTS: bundle },
    });
    running.child.stdin?.end(client);
    const { stdout } = await running;
    return JSON.parse(stdout) as unknown[];
  } finally {
    await rm(folder, { recursive: true });
  }
}
