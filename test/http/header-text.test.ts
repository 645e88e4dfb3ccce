import { describe, expect, test } from 'vitest';
import { decodeHeaders } from '../../src/http/header-text.ts';

/** A text as the bytes of an encoding, each of which is one character. */
function bytesOf(text: string, encoding: 'utf8' | 'latin1' = 'utf8'): string {
  return Buffer.from(text, encoding).toString('latin1');
}

describe('decodeHeaders', () => {
  test('headers of ASCII are given back as they are', () => {
    const headers = { location: '/a', link: ['<b>', '<c>'], 'x-none': undefined };
    expect(decodeHeaders(headers)).toBe(headers);
  });

  test.each(['/café/日本', 'é', '👩‍👩‍👧', 'Ж and ASCII'])('%s in UTF-8', (text) => {
    expect(decodeHeaders({ 'x-a': bytesOf(text), 'x-b': 'b' })).toEqual({ 'x-a': text, 'x-b': 'b' });
  });

  test.each(['/café', 'naïve', 'Ã'])('%s in Latin-1, which is no UTF-8', (text) => {
    expect(decodeHeaders({ 'x-a': bytesOf(text, 'latin1') })).toEqual({ 'x-a': text });
  });

  test('each line of a header is read on its own, each header too', () => {
    const headers = { 'x-a': [bytesOf('é'), bytesOf('é', 'latin1'), 'e'], 'x-b': bytesOf('ü', 'latin1') };
    expect(decodeHeaders(headers)).toEqual({ 'x-a': ['é', 'é', 'e'], 'x-b': 'ü' });
  });

  test('a header of whatever name', () => {
    const headers = Object.fromEntries([
      ['__proto__', bytesOf('é')],
      ['constructor', 'x'],
    ]);
    expect(Object.entries(decodeHeaders(headers))).toEqual([
      ['__proto__', 'é'],
      ['constructor', 'x'],
    ]);
  });
});
