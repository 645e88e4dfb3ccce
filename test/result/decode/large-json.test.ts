import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { readContent } from '../../../src/result/read-content.ts';
import { parseJson, parseLargeJson } from '../../../src/result/decode/json.ts';
import { Workers } from '../../../src/result/workers/workers.ts';

/** Of more than 2 MiB, from which on it is read in steps. */
const LARGE = JSON.stringify(Array.from({ length: 40_000 }, (_, id) => ({ id, text: 'some words that say little, ü 漢字 🎉' })));
const workers = new Workers(new URL('file:///nowhere/worker.js'));
const { signal } = new AbortController();

async function read(body: Buffer): Promise<{ value: unknown; stored: string }> {
  const content = await readContent(body, 'application/json', { as: 'auto', url: 'http://127.0.0.1/', workers, signal });
  return { value: content.value, stored: content.bytes().toString() };
}

describe('large JSON', () => {
  test('is the same value as when it is read in one go', async () => {
    expect(Buffer.byteLength(LARGE)).toBeGreaterThan(2 * 1024 * 1024);
    const big = `[12345678901234567890, "\\ud800", ${LARGE}]`;
    expect(await parseLargeJson(big)).toEqual(parseJson(big));
    expect(await parseLargeJson('\ufeff[1]')).toEqual([1]);
  });

  test.each([
    ['nothing', ''],
    ['half of it', '[1,'],
    ['what is too deep', '['.repeat(1_000)],
    ['more than it', '{"a": 1} x'],
  ])('fails as it does when it is read in one go: %s', async (_, text) => {
    const said = await parseLargeJson(text).catch((error: unknown) => String(error));
    expect(said).toMatch(/the body is /);
    expect(() => parseJson(text)).toThrow(String(said).replace(/^.*?: /, ''));
  });

  test('lets others have their turn between its steps', async () => {
    let turns = 0;
    const state = { isRead: false };
    const reading = parseLargeJson(LARGE).then(() => (state.isRead = true));
    for (; !state.isRead; turns++) await setImmediate();
    await reading;
    expect(turns).toBeGreaterThanOrEqual(2);
  });

  test('is stored as it came, and as UTF-8 where it came otherwise', async () => {
    const spaced = `${LARGE.slice(0, -1)}  ]`;
    expect((await read(Buffer.from(spaced))).stored).toBe(spaced);
    const marked = await read(Buffer.from(`\ufeff${spaced}`));
    expect(marked.stored).toBe(LARGE);
    const wide = await read(Buffer.from(LARGE, 'utf16le'));
    expect(wide.stored).toBe(LARGE);
    expect(wide.value).toEqual(JSON.parse(LARGE));
  });

  test('called JSON, and one value a line, is read as such', async () => {
    const lines = `{"a": 1}\n${JSON.stringify({ padding: 'x'.repeat(3_000_000) })}\n`;
    const { value, stored } = await read(Buffer.from(lines));
    expect(value).toHaveLength(2);
    expect(JSON.parse(stored)).toEqual(value);
  });
});

describe('a turn', () => {
  test('is given to one large body at a time, in the order they came; small ones do not wait', async () => {
    const told: string[] = [];
    const reading = (name: string) => async (): Promise<void> => {
      told.push(`${name} begins`);
      await setImmediate();
      told.push(`${name} ends`);
    };
    await Promise.all([
      workers.inTurn(5e6, signal, reading('first')),
      workers.inTurn(5e6, signal, reading('second')),
      workers.inTurn(500, signal, reading('small')),
    ]);
    expect(told.filter((each) => !each.startsWith('small'))).toEqual([
      'first begins',
      'first ends',
      'second begins',
      'second ends',
    ]);
    expect(told.slice(0, 2)).toContain('small begins');
  });

  test('is given back when reading fails, and not waited for when the call is over', async () => {
    await expect(workers.inTurn(5e6, signal, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const over = new AbortController();
    const gate = new EventEmitter();
    const held = workers.inTurn(5e6, signal, () => once(gate, 'open'));
    const waiting = workers.inTurn(5e6, over.signal, () => Promise.resolve('read'));
    over.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    gate.emit('open');
    await held;
    expect(await workers.inTurn(5e6, signal, () => Promise.resolve('read'))).toBe('read');
  });
});
