import { describe, expect, test } from 'vitest';
import { isRelated, parseLinks, type Link } from '../../src/http/link-header.ts';
import { cases, seeded } from '../support/random.ts';

type Shown = [target: string, params: Record<string, string>];

function links(...lines: string[]): Shown[] {
  return parseLinks({ link: lines }).links.map(({ target, params }) => [target, Object.fromEntries(params)]);
}

/** Where the first link leads that is next. */
function next(...lines: string[]): string | undefined {
  return parseLinks({ link: lines }).links.find((link: Link) => isRelated(link, 'next'))?.target;
}

describe('the examples of RFC 8288 section 3.5', () => {
  test.each<[string, Shown[]]>([
    [
      '<http://example.com/TheBook/chapter2>; rel="previous"; title="previous chapter"',
      [['http://example.com/TheBook/chapter2', { rel: 'previous', title: 'previous chapter' }]],
    ],
    ['</>; rel="http://example.net/foo"', [['/', { rel: 'http://example.net/foo' }]]],
    ['</terms>; rel="copyright"; anchor="#foo"', [['/terms', { rel: 'copyright', anchor: '#foo' }]]],
    [
      `</TheBook/chapter2>; rel="previous"; title*=UTF-8'de'letztes%20Kapitel, ` +
        `</TheBook/chapter4>; rel="next"; title*=UTF-8'de'n%c3%a4chstes%20Kapitel`,
      [
        ['/TheBook/chapter2', { rel: 'previous', 'title*': "UTF-8'de'letztes%20Kapitel" }],
        ['/TheBook/chapter4', { rel: 'next', 'title*': "UTF-8'de'n%c3%a4chstes%20Kapitel" }],
      ],
    ],
    [
      '<http://example.org/>; rel="start http://example.net/relation/other"',
      [['http://example.org/', { rel: 'start http://example.net/relation/other' }]],
    ],
    [
      '<https://example.org/>; rel="start", <https://example.org/index>; rel="index"',
      [
        ['https://example.org/', { rel: 'start' }],
        ['https://example.org/index', { rel: 'index' }],
      ],
    ],
  ])('%s', (line, shown) => {
    expect(links(line)).toEqual(shown);
    expect(parseLinks({ link: line }).isWhole).toBe(true);
  });
});

describe('the grammar (RFC 8288 section 3, RFC 9110 section 5.6)', () => {
  test.each<[string, Shown[]]>([
    ['', []],
    [' ', []],
    [',, ,', []],
    ['<a>', [['a', {}]]],
    ['<>', [['', {}]]],
    ['<a>;', [['a', {}]]],
    ['<a>;;rel=next;', [['a', { rel: 'next' }]]],
    ['<a>;rel=next', [['a', { rel: 'next' }]]],
    ['<a> ; rel = next', [['a', { rel: 'next' }]]],
    ['<a>\t;\trel\t=\t"next"', [['a', { rel: 'next' }]]],
    [
      ', <a>; rel=next , ,<b>,',
      [
        ['a', { rel: 'next' }],
        ['b', {}],
      ],
    ],
    ['<a>; REL=Next', [['a', { rel: 'Next' }]]],
    ['<a>; rel="first"; rel="second"', [['a', { rel: 'first' }]]],
    ['<a>; crossorigin; rel=preload', [['a', { crossorigin: '', rel: 'preload' }]]],
    ['<a>; rel=next; crossorigin', [['a', { rel: 'next', crossorigin: '' }]]],
    [
      '<a>; crossorigin, <b>; rel=next',
      [
        ['a', { crossorigin: '' }],
        ['b', { rel: 'next' }],
      ],
    ],
    ["<a>; rel='next'", [['a', { rel: 'next' }]]],
    ["<a>; rel='next prev'; x=1", [['a', { rel: 'next prev', x: '1' }]]],
    ['<a>; rel=next prev', [['a', { rel: 'next prev' }]]],
    ['<a>; rel=', [['a', { rel: '' }]]],
    ['<a>; title="a, b; c"; rel=next', [['a', { title: 'a, b; c', rel: 'next' }]]],
    ['<a>; title="a \\"b\\" \\\\"; rel=next', [['a', { title: 'a "b" \\', rel: 'next' }]]],
    ['<a,b;c>; rel=next', [['a,b;c', { rel: 'next' }]]],
    ['<a>; media="(min-width: 1px), print"; rel=x', [['a', { media: '(min-width: 1px), print', rel: 'x' }]]],
    ['</日本>; rel=next', [['/日本', { rel: 'next' }]]],
  ])('%j', (line, shown) => {
    expect(links(line)).toEqual(shown);
    expect(parseLinks({ link: line }).isWhole).toBe(true);
  });

  test('several lines are one list', () => {
    expect(links('<a>; rel=prev', '<b>; rel=next')).toEqual([
      ['a', { rel: 'prev' }],
      ['b', { rel: 'next' }],
    ]);
  });

  test('no header has no links', () => {
    expect(parseLinks({})).toEqual({ links: [], isWhole: true });
  });
});

describe('what cannot be read hides no other', () => {
  test.each([
    'nonsense, <b>; rel=next',
    'nonsense <b>; rel=next',
    '<a, <b>; rel=next',
    '<a>; title="not closed, <b>; rel=next',
    '<a> rel=prev, <b>; rel=next',
    '<a>; =x, <b>; rel=next',
    '<<b>; rel=next',
    '>, <b>; rel=next',
    '"<a>; rel=x", <b>; rel=next',
    '<b>; rel=next, <a',
    '<b>; rel=next, nonsense',
  ])('%s', (line) => {
    expect(next(line)).toBe('b');
  });

  test.each(['nonsense', '<a', '<a> rel=next', 'a>; rel=next', '<a <; rel=next', '<a>>; rel=next'])('%s is none', (line) => {
    expect(next(line)).toBeUndefined();
    expect(parseLinks({ link: line }).isWhole).toBe(false);
  });

  test('nor does one line the next', () => {
    expect(next('<a>; title="not closed', '<b>; rel=next')).toBe('b');
  });
});

describe('isRelated', () => {
  test.each<[string, string | undefined]>([
    ['<a>; rel=next', 'a'],
    ['<a>; rel=NEXT', 'a'],
    ['<a>; rel="prev  next"', 'a'],
    ['<a>; rel=nextpage', undefined],
    ['<a>; rev=next', undefined],
    ['<a>; rel="next"; anchor="/other"', undefined],
    ['<a>; rel="next"; anchor="/other", <b>; rel=next', 'b'],
    ['<a>; rel="next"; anchor=""', 'a'],
    ['<a>; rel=next, <b>; rel=next', 'a'],
  ])('%s', (line, target) => {
    expect(next(line)).toBe(target);
  });
});

test('whatever comes, it ends, and what was put in is found', () => {
  const random = seeded(8_288);
  const junk = ['<', '>', '"', "'", ',', ';', '=', ' ', 'a', '\\', 'rel=', '\t'] as const;
  for (let round = 0; round < cases(500); round++) {
    const text = Array.from({ length: random.int(0, 12) }, () => random.pick(junk)).join('');
    expect(next(text, '<b>; rel=next')).toBeDefined();
    const whole = text.replaceAll(/["'<>]/g, '');
    expect(next(`${whole}, <b>; rel=next`)).toBe('b');
  }
});

test('a header of 60 KB is read in no time', () => {
  for (const unit of ['<', '"', '<a>; rel="', '<a>;', ', ', "'", '<a>; title="\\']) {
    const { links: found } = parseLinks({ link: unit.repeat(60_000 / unit.length) });
    expect(found.length).toBeLessThanOrEqual(20_000);
  }
});
