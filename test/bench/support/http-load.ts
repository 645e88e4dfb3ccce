/** What the parent asks of a process that holds one client: so many requests at once, for so long or until so many. */
export interface Load {
  readonly inFlight: number;
  readonly ms?: number;
  readonly count?: number;
}

/** What came of it. */
export interface Measured {
  readonly requestsPerSecond: number;
  /** Of the client's process alone, all its threads. */
  readonly cpuMicrosPerRequest: number;
}

/** A JSON document of 500 bytes. */
export const BODY = JSON.stringify({
  id: 4711,
  name: 'A record of some 500 bytes',
  tags: ['one', 'two', 'three'],
  price: 12.5,
  text: 'x'.repeat(393),
});

/** The same with the headers a real server adds. */
export const RESPONSE = answerOf(BODY);

/** An answer as it goes on the wire. @param body of ASCII only */
export function answerOf(body: string, type = 'application/json; charset=utf-8'): Buffer {
  const head = [
    'HTTP/1.1 200 OK',
    'Server: bench',
    'Date: Thu, 01 Jan 2026 00:00:00 GMT',
    `Content-Type: ${type}`,
    `Content-Length: ${body.length}`,
    'Connection: keep-alive',
    'Cache-Control: no-store',
  ];
  return Buffer.from([...head, '', body].join('\r\n'));
}

/** Keeps `inFlight` requests going for `ms` milliseconds, or until `count` are done. */
export async function measure(request: () => Promise<unknown>, load: Load): Promise<Measured> {
  const { inFlight, ms = Infinity, count: most = Infinity } = load;
  let [begun, count] = [0, 0];
  const cpu = process.cpuUsage();
  const start = performance.now();
  const lane = async (): Promise<void> => {
    while (begun < most && performance.now() - start < ms) {
      begun++;
      await request();
      count++;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { requestsPerSecond: count / seconds, cpuMicrosPerRequest: (user + system) / count };
}
