/**
 * An API behind TLS, HTTP/1.1 and HTTP/2 on one port, that takes its time: `/?N` is 500 bytes of JSON after 30 to 80 ms, which N
 * decides, or how many came without one. `/together/COUNT` is answered when so many of these are there: each has a connection
 * then, where the version wants one each. A process of its own; it tells its parent the port, and how long everything took since
 * they were together.
 */
import { readFileSync } from 'node:fs';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { argv } from 'node:process';
import { BODY } from './http-load.ts';

/** What has been answered after all were together. */
export interface TlsState {
  readonly ms: number;
}

const [, , KEY = '', CERT = ''] = argv;
const MIN_MS = 30;
const SPREAD_MS = 50;
/** Prime to the spread: neighbours differ. */
const STEP = 37;

let together: (() => void)[] = [];
let [since, until] = [0, 0];
let without = 0;

function answer({ url }: Http2ServerRequest, response: Http2ServerResponse): void {
  const [, wanted] = /^\/together\/(\d+)/.exec(url) ?? [];
  const send = (): void => {
    until = performance.now();
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    response.end(BODY);
  };
  if (wanted === undefined)
    return void setTimeout(send, MIN_MS + ((Number(url.split('?')[1] ?? without++) * STEP) % (SPREAD_MS + 1)));
  together.push(send);
  if (together.length < Number(wanted)) return;
  since = performance.now();
  for (const each of together) each();
  together = [];
}

const server = createSecureServer({ key: readFileSync(KEY), cert: readFileSync(CERT), allowHTTP1: true }, answer);
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('message', () => process.send?.({ ms: until - since } satisfies TlsState));
process.once('disconnect', () => process.exit());
