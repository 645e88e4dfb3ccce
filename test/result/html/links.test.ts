import { expect, test } from 'vitest';
import { Addresses } from '../../../src/result/html/markdown/links.ts';
import { cases, seeded } from '../../support/random.ts';

const PARTS = [
  '/',
  '//',
  '.',
  '..',
  'a',
  'b.html',
  '?x=1',
  '&y=%20',
  '#z',
  ':',
  '@',
  'https:',
  'HTTP://',
  'E.example',
  '\\',
  ' ',
  '%',
  '~',
  'é',
  '|',
  '\t',
  '!$',
  '+',
  ';',
  ',',
] as const;

function parsed(href: string, base: string): URL | undefined {
  try {
    return new URL(href, base);
  } catch {
    return undefined;
  }
}

test('an address is what the URL standard makes of it, however it is written', () => {
  const random = seeded(7);
  const base = 'https://example.org/docs/page.html?q#f';
  const addresses = new Addresses(base, undefined);
  const wrong: unknown[] = [];
  for (let round = 0; round < cases(3_000); round++) {
    const href = Array.from({ length: random.int(0, 7) }, () => random.pick(PARTS)).join('');
    const expected = parsed(href.trim(), base);
    const isLink = expected !== undefined && /^(?:https?|mailto|tel|ftp):$/.test(expected.protocol);
    const link = addresses.link(href);
    if (link !== (isLink ? expected.href : undefined)) wrong.push({ href, link, expected: expected?.href });
  }
  expect(wrong).toEqual([]);
});

test('a base that is no address of the web counts for nothing', () => {
  expect(new Addresses('https://example.org/a/', 'data:text/html,x').link('b')).toBe('https://example.org/a/b');
  expect(new Addresses('https://example.org/a/', '/v2/').link('b')).toBe('https://example.org/v2/b');
  expect(new Addresses('https://example.org/a/', 'http://[').link('b')).toBe('https://example.org/a/b');
});
