import type { BodyStore } from './body-store.ts';
import type { BodySource } from './read-source.ts';

/** A body in memory, or by its key. */
interface Held {
  readonly key: string | undefined;
  readonly content?: Buffer | undefined;
}

/**
 * Where bodies are, for whoever reads them in the sandbox.
 * @returns undefined if one of them has been dropped, was never kept, or cannot be read any more
 */
export async function findSources(held: readonly Held[], bodies: BodyStore): Promise<BodySource[] | undefined> {
  const sources: BodySource[] = [];
  for (const { key, content } of held) {
    const source = content ? { bytes: content } : key === undefined ? undefined : await bodies.source(key);
    if (!source) return undefined;
    sources.push(source);
  }
  return sources;
}
