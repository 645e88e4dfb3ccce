import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { MessageWriter } from '../../src/mcp/message-writer.ts';

/** A stream that takes one line at a time, each when it is told to, and what it has taken. */
function slowStream(): { stream: Writable; taken: string[]; take: () => void } {
  const taken: string[] = [];
  let take: (() => void) | undefined;
  const write = (chunk: Buffer, _: BufferEncoding, done: () => void): void => {
    take = () => {
      taken.push(String(chunk));
      done();
    };
  };
  return { stream: new Writable({ highWaterMark: 1, write }), taken, take: () => take?.() };
}

test('each answer is a line, with the id as it was given', () => {
  const { stream, taken, take } = slowStream();
  void new MessageWriter(stream).answer('1E400', { result: { lines: 'a\nb' } });
  take();
  expect(taken).toEqual(['{"jsonrpc":"2.0","id":1E400,"result":{"lines":"a\\nb"}}\n']);
});

test('many wait for room by one listener', async () => {
  const { stream, take } = slowStream();
  const writer = new MessageWriter(stream);
  const written = Array.from({ length: 50 }, (_, i) => writer.notify('n', { i }));
  expect(stream.listenerCount('drain')).toBe(1);
  for (let i = 0; i < 50; i++) {
    take();
    await new Promise(setImmediate);
  }
  await Promise.all(written);
  expect(stream.listenerCount('drain')).toBe(0);
});

test('an answer that cannot be written is an error', () => {
  const { stream, taken, take } = slowStream();
  void new MessageWriter(stream).answer('"a"', { result: { big: 1n } });
  take();
  expect(JSON.parse(taken[0] ?? '')).toMatchObject({ id: 'a', error: { code: -32_603 } });
});
