/** Items that are worked on beside the one that is waited for: the sandbox has two processes. */
const AHEAD = 2;

/** The results for items in their order, a few of them made ahead; never more than that are held. */
export async function* readAhead<T, R>(items: Iterable<T>, read: (item: T) => Promise<R>): AsyncGenerator<readonly [T, R]> {
  const waiting: Promise<readonly [T, R]>[] = [];
  for (const item of items) {
    const result = read(item).then((made) => [item, made] as const);
    result.catch(() => undefined); // whoever waits for it is told
    waiting.push(result);
    const first = waiting.length > AHEAD ? waiting.shift() : undefined;
    if (first) yield await first;
  }
  for (const each of waiting) yield await each;
}
