/** An answer as these scripts look at it. */
export interface Got {
  readonly status: number;
  readonly url: string;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, of whatever shape. */
  // oxlint-disable-next-line typescript/no-explicit-any -- what a script may rely on is what is tested
  readonly json: any;
}

/** Asks once more than once: 503 is asked again after the time that it names, up to three times; a lost connection, too. */
export async function ask(url: string, init: RequestInit = {}, tries = 3): Promise<Got> {
  try {
    const response = await fetch(url, init);
    const text = await response.text();
    const wait = response.headers.get('retry-after');
    if (response.status === 503 && wait !== null && tries > 1) {
      await new Promise((resolve) => setTimeout(resolve, Number(wait) * 1_000));
      return await ask(url, init, tries - 1);
    }
    return {
      status: response.status,
      url: response.url,
      headers: response.headers,
      text,
      get json(): unknown {
        return JSON.parse(text);
      },
    };
  } catch (error) {
    if (tries > 1) return ask(url, init, tries - 1);
    throw error;
  }
}

/** Sends JSON. */
export function send(method: string, url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Got> {
  return ask(url, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
}

/** Adds to the sum of a key. */
export function add(sums: Record<string, number>, key: string, value = 1): void {
  sums[key] = (sums[key] ?? 0) + value;
}

/** The largest sums, as pairs. */
export function top(sums: Readonly<Record<string, number>>, count: number): [string, number][] {
  return Object.entries(sums)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, count);
}
