import { describe, expect, test } from 'vitest';
import { escapeControls } from '../src/escape-controls.ts';

const CONTROLS = [
  ...Array.from({ length: 0x20 }, (_, code) => code).filter((code) => code !== 9 && code !== 10),
  ...Array.from({ length: 0x21 }, (_, nth) => 0x7f + nth),
  0x61c,
  0x200e,
  0x200f,
  0x2028,
  0x2029,
  0x202a,
  0x202b,
  0x202c,
  0x202d,
  0x202e,
  0x2066,
  0x2067,
  0x2068,
  0x2069,
];

describe('escapeControls', () => {
  test('writes every character that is not seen by its number', () => {
    for (const code of CONTROLS) {
      const escape = `\\u${code.toString(16).padStart(4, '0')}`;
      expect(escapeControls(`a${String.fromCharCode(code)}b`)).toBe(`a${escape}b`);
    }
  });

  test('leaves every other as it is', () => {
    const controls = new Set(CONTROLS);
    const others = Array.from({ length: 0x1_0000 }, (_, code) => code).filter((code) => !controls.has(code));
    const changed = others.filter((code) => escapeControls(String.fromCharCode(code)) !== String.fromCharCode(code));
    expect(changed).toEqual([]);
    expect(escapeControls('👩‍👩‍👧🎉')).toBe('👩‍👩‍👧🎉');
  });

  test('JSON means the same', () => {
    const value = String.fromCharCode(...CONTROLS);
    const json = escapeControls(JSON.stringify({ [value]: value }));
    expect(JSON.parse(json)).toEqual({ [value]: value });
    expect(json).toMatch(/^[\u0020-\u007e]*$/);
  });
});
