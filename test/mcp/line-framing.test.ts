import { expect, test } from 'vitest';
import { LineFraming } from '../../src/mcp/line-framing.ts';
import { seeded } from '../support/random.ts';

/** What comes out of these pieces. */
async function linesOf(pieces: readonly Buffer[], maxBytes = 1_000_000): Promise<string[]> {
  const framing = new LineFraming(maxBytes);
  for (const piece of pieces) framing.write(piece);
  framing.end();
  const lines: string[] = [];
  for await (const line of framing) lines.push(String(line));
  return lines;
}

test('a line comes without its end and without a byte order mark, whichever line it is', async () => {
  const text = '\ufeffa\n\ufeffb\r\n\n\r\n\ufeff\n c \nno end';
  expect(await linesOf([Buffer.from(text)])).toEqual(['a', 'b', '', '', '', ' c ']);
});

test('however it is cut into pieces', async () => {
  const random = seeded(5);
  for (let round = 0; round < 200; round++) {
    const wanted = Array.from({ length: random.int(0, 20) }, () => random.text(200).replaceAll(/[\r\n\ud800-\udfff]/g, '.'));
    const bytes = Buffer.from(wanted.map((line) => `${line}${random.pick(['\n', '\r\n'])}`).join(''));
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length;) {
      const end = at + random.int(1, random.pick([3, 40, 2_000]));
      pieces.push(bytes.subarray(at, end));
      at = end;
    }
    expect(await linesOf(pieces)).toEqual(wanted);
  }
});

test('one that is too long is an error, also before its end', async () => {
  await expect(linesOf([Buffer.alloc(11, 'x')], 10)).rejects.toThrow('a message is longer than 10 bytes');
  expect(await linesOf([Buffer.from(`${'x'.repeat(10)}\n${'y'.repeat(10)}\n`)], 10)).toHaveLength(2);
});
