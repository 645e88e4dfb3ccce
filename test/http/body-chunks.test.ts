import { describe, expect, test } from 'vitest';
import { BodyChunks } from '../../src/http/body-chunks.ts';
import { seeded } from '../support/random.ts';

/** A body in chunks of these sizes; each byte tells where it is. */
function chunksOf(sizes: readonly number[]): Buffer[] {
  let at = 0;
  return sizes.map((size) => {
    const chunk = Buffer.allocUnsafe(size);
    for (let byte = 0; byte < size; byte++) chunk[byte] = at++ % 251;
    return chunk;
  });
}

describe('BodyChunks', () => {
  test('one chunk is the body itself', () => {
    const chunks = new BodyChunks();
    const only = Buffer.from('body');
    chunks.add(only);
    expect(chunks.take()).toBe(only);
  });

  test('none is an empty body', () => {
    expect(new BodyChunks().take()).toHaveLength(0);
  });

  test.each(Array.from({ length: 50 }, (_, seed) => seed))('chunks of whatever size come out in order: seed %i', (seed) => {
    const random = seeded(seed);
    const sizes = Array.from({ length: random.int(0, 200) }, () =>
      random.pick([0, 1, random.int(0, 100), random.int(0, 40_000)]),
    );
    const all = chunksOf(sizes);
    const chunks = new BodyChunks();
    for (const chunk of all) chunks.add(chunk);
    expect(chunks.take().equals(Buffer.concat(all))).toBe(true);
    expect(chunks.take()).toHaveLength(0);
  });

  test('what was cleared is gone', () => {
    const chunks = new BodyChunks();
    for (const chunk of chunksOf(Array.from({ length: 100 }, () => 10))) chunks.add(chunk);
    chunks.clear();
    chunks.add(Buffer.from('x'));
    expect(chunks.take().toString()).toBe('x');
  });
});
