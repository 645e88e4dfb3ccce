import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Visit, Visited } from './visit.ts';

// Runs inside the network namespace that visit.ts makes. Every address there is served by this process: ports 80 and
// 3000 answer with what they were asked, and its query as what they say; they send /to?URL on, and say of /next?URL that
// it is the next page. Each line of stdin is a visit, each line of stdout what came of it.
let asked: string[] = [];
const server = (): ReturnType<typeof createServer> => {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    asked.push(url.href);
    if (url.pathname === '/to') {
      response.writeHead(302, { location: decodeURIComponent(url.search.slice(1)) }).end();
    } else {
      if (url.pathname === '/next') response.setHeader('link', `<${decodeURIComponent(url.search.slice(1))}>; rel="next"`);
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'max-age=60' });
      response.end(JSON.stringify({ asked: url.href, says: decodeURIComponent(url.search.slice(1)) }));
    }
  });
};
const servers = [80, 3_000].map((port) => server().listen(port, '0.0.0.0'));
await Promise.all(servers.map((each) => new Promise((resolve) => each.once('listening', resolve))));

for await (const line of createInterface({ input: process.stdin })) {
  asked = [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- visit.ts has written it
  const { flags, args } = JSON.parse(line) as Visit;
  const child = spawn(process.execPath, ['dist/cli.js', ...flags, 'run', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(args));
  const visited: Visited = { stdout: await text(child.stdout), asked };
  process.stdout.write(`${JSON.stringify(visited)}\n`);
}
for (const each of servers) {
  each.closeAllConnections();
  each.close();
}
