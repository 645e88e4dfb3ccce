import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import type { Visit, Visited } from './visit.ts';

// Runs inside the network namespace that visit.ts makes. Every address there is served by this process: ports 80 and
// 3000 answer with what they were asked, and its query as what they say; they send /to?URL on, and say of /next?URL that
// it is the next page. Each line of stdin is a visit, each line of stdout what came of it. The built servers that make the
// visits are started here, one for all visits with the same flags.
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

interface Visitor {
  readonly child: ChildProcess;
  /** Answers to messages, in order. */
  readonly answers: AsyncIterator<string>;
  send(method: string, params: object, id?: number): void;
}

const visitors = new Map<string, Visitor>();

/** A built server with these flags, after its handshake. */
async function startVisitor(flags: readonly string[]): Promise<Visitor> {
  const child = spawn(process.execPath, ['dist/cli.js', ...flags], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const send: Visitor['send'] = (method, params, id) => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method, params, ...(id === undefined ? {} : { id }) })}\n`);
  };
  send('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'visitor', version: '1' } }, 0);
  await answers.next();
  send('notifications/initialized', {});
  return { child, answers, send };
}

let visits = 0;
for await (const line of createInterface({ input: process.stdin })) {
  asked = [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- visit.ts has written it
  const { flags, args } = JSON.parse(line) as Visit;
  const key = flags.join(' ');
  const visitor = visitors.get(key) ?? (await startVisitor(flags));
  visitors.set(key, visitor);
  visitor.send('tools/call', { name: 'fetch_many', arguments: args }, ++visits);
  const answer = await visitor.answers.next();
  const visited: Visited = { answer: String(answer.value), asked };
  process.stdout.write(`${JSON.stringify(visited)}\n`);
}
for (const { child } of visitors.values()) child.kill();
for (const each of servers) {
  each.closeAllConnections();
  each.close();
}
