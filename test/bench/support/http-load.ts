/** What the parent asks of a process that holds one client. */
export interface Load {
  readonly inFlight: number;
  readonly ms: number;
}

/** What came of it. */
export interface Measured {
  readonly requestsPerSecond: number;
  /** Of the client's process alone, all its threads. */
  readonly cpuMicrosPerRequest: number;
}

const BODY = JSON.stringify({
  id: 4711,
  name: 'A record of some 500 bytes',
  tags: ['one', 'two', 'three'],
  price: 12.5,
  text: 'x'.repeat(393),
});

/** A 500-byte JSON document and the headers a real server adds. */
export const RESPONSE = Buffer.from(
  [
    'HTTP/1.1 200 OK',
    'Server: bench',
    'Date: Thu, 01 Jan 2026 00:00:00 GMT',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${BODY.length}`,
    'Connection: keep-alive',
    'Cache-Control: no-store',
    '',
    BODY,
  ].join('\r\n'),
);

/** Keeps `inFlight` requests going for `ms` milliseconds. */
export async function measure(request: () => Promise<unknown>, { inFlight, ms }: Load): Promise<Measured> {
  let count = 0;
  const cpu = process.cpuUsage();
  const start = performance.now();
  const lane = async (): Promise<void> => {
    while (performance.now() - start < ms) {
      await request();
      count++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { requestsPerSecond: count / seconds, cpuMicrosPerRequest: (user + system) / count };
}
