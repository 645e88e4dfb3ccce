import { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { json, startApi } from '../../support/api.ts';
import { connectTo, ROOT } from '../../support/client.ts';

// Node may end at once where it starts in a directory that has been removed, such as the work tree of a task that is done.
test.runIf(process.platform === 'linux')('processes that read bodies do not start in the directory of the server', async () => {
  const api = await startApi((_, response) => json(response, [1, 2, 3]));
  const cwd = mkdtempSync(join(tmpdir(), 'fetch-many-removed-'));
  const args = [fileURLToPath(new URL('dist/cli.js', ROOT)), '--allow', '127.0.0.1'];
  const server = await connectTo({ command: process.execPath, args, cwd });
  try {
    rmSync(cwd, { recursive: true });
    await server.fetchMany({ requests: [api.url], js: 'ok[0].body.length' });
    const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim().split(' ');
    const dist = fileURLToPath(new URL('dist', ROOT));
    expect(new Set(children.map((pid) => readlinkSync(`/proc/${pid}/cwd`)))).toEqual(new Set([dist]));
  } finally {
    await server.close();
    await api.close();
  }
});
