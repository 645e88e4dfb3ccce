import { describe, expect, test } from 'vitest';
import { hasExpression, TemplateError, parseTemplate } from '../../../src/batch/plan/template.ts';
import { buildRows, VarsError, type Row, type Vars } from '../../../src/batch/plan/vars.ts';

function all(vars: Vars): Row[] {
  const rows = buildRows(vars);
  return Array.from({ length: rows.length }, (_, index) => rows.at(index));
}

describe('vars', () => {
  test.each<[string, Vars, Row[]]>([
    ['a list', { id: [1, 'b', true] }, [{ id: 1 }, { id: 'b' }, { id: true }]],
    ['a list as JSON text', { id: '[1, 2]' }, [{ id: 1 }, { id: 2 }]],
    ['one value', { id: 'x' }, [{ id: 'x' }]],
    ['a range', { id: '1..3' }, [{ id: 1 }, { id: 2 }, { id: 3 }]],
    ['a range of one', { id: '7..7' }, [{ id: 7 }]],
    ['a range with a step', { at: '0..90:40' }, [{ at: 0 }, { at: 40 }, { at: 80 }]],
    ['a range downwards', { id: '3..1' }, [{ id: 3 }, { id: 2 }, { id: 1 }]],
    ['a range below zero', { id: '-1..1' }, [{ id: -1 }, { id: 0 }, { id: 1 }]],
    ['a range with leading zeros', { id: '08..10' }, [{ id: '08' }, { id: '09' }, { id: '10' }]],
    [
      'a product, the last fastest',
      { a: [1, 2], b: 'x', c: '0..1' },
      [
        { a: 1, b: 'x', c: 0 },
        { a: 1, b: 'x', c: 1 },
        { a: 2, b: 'x', c: 0 },
        { a: 2, b: 'x', c: 1 },
      ],
    ],
    [
      'rows',
      [
        { o: 'a', r: 'x' },
        { o: 'b', r: 'y' },
      ],
      [
        { o: 'a', r: 'x' },
        { o: 'b', r: 'y' },
      ],
    ],
    ['what only looks like a range', { path: '../up' }, [{ path: '../up' }]],
  ])('%s', (_, vars, rows) => {
    expect(all(vars)).toEqual(rows);
  });

  test.each<[string, Vars, RegExp]>([
    ['letters', { id: 'a..e' }, /vars\.id: "a\.\.e" is not a range of whole numbers.*write a list/],
    ['fractions', { id: '0.5..2' }, /not a range/],
    ['a step of nothing', { id: '1..5:0' }, /never ends/],
    ['a step the wrong way', { id: '1..5:-1' }, /never ends/],
    ['an empty list', { id: [] }, /vars\.id: the list is empty/],
  ])('%s: an error that says so', (_, vars, message) => {
    expect(() => buildRows(vars)).toThrow(VarsError);
    expect(() => buildRows(vars)).toThrow(message);
  });

  test('a range of a billion is counted without being made', () => {
    const rows = buildRows({ id: '1..1000000000', page: '1..1000' });
    expect(rows.length).toBe(1e12);
    expect(rows.at(1e12 - 1)).toEqual({ id: 1e9, page: 1000 });
  });
});

describe('templates of all four levels (RFC 6570 section 3.2)', () => {
  const row: Row = {
    var: 'value',
    hello: 'Hello World!',
    path: '/foo/bar',
    x: 1024,
    y: 768,
    empty: '',
    list: ['red', 'green', 'blue'],
    half: '50%',
  };
  test.each([
    ['{var}', 'value'],
    ['{hello}', 'Hello%20World%21'],
    ['{half}', '50%25'],
    ['O{empty}X', 'OX'],
    ['{+hello}', 'Hello%20World!'],
    ['{+path}/here', '/foo/bar/here'],
    ['{#path,x}/here', '#/foo/bar,1024/here'],
    ['map?{x,y}', 'map?1024,768'],
    ['X{.var}', 'X.value'],
    ['{/var,x}/here', '/value/1024/here'],
    ['{;x,y}', ';x=1024;y=768'],
    ['{?x,y,empty}', '?x=1024&y=768&empty='],
    ['?fixed=yes{&x}', '?fixed=yes&x=1024'],
    ['{var:3}', 'val'],
    ['{/var:1,var}', '/v/value'],
    ['{list}', 'red,green,blue'],
    ['{/list*}', '/red/green/blue'],
    ['{?list*}', '?list=red&list=green&list=blue'],
    ['{?x,missing}', '?x=1024'],
    ['plain', 'plain'],
  ])('%s is %s', (template, expected) => {
    expect(parseTemplate(template).expand(row)).toBe(expected);
  });

  test.each([
    ['/a/{id', /position 4: a "\{" that is never closed/],
    ['/a/id}', /position 6: a "\}" without/],
    ['/{}', /position 3: a variable is missing/],
    ['/{a,}', /position 5: a variable is missing/],
    ['/{a b}', /position 3: "a b" is not a variable/],
    ['/{!a}', /position 3: the operator "!" is reserved/],
    ['/{a:0}', /position 3: "a:0" is not a variable/],
    ['/{a..b}', /position 3: "a\.\.b" is not a variable/],
    ['/{{a}}', /position 3: "\{a" is not a variable/],
  ])('%s is malformed, with the position', (template, message) => {
    expect(() => parseTemplate(template)).toThrow(TemplateError);
    expect(() => parseTemplate(template)).toThrow(message);
  });

  test.each<[string, Row, string]>([
    ['{name:1}', { name: '🎉🎈' }, '%F0%9F%8E%89'],
    ['{name}', { name: 'half \ud83d' }, 'half%20%EF%BF%BD'],
    ['{;tags*}', { tags: ['', 'a'] }, ';tags;tags=a'],
    ['/x{?tags}', { tags: [] }, '/x'],
    ['{tags:1}', { tags: ['abc', 'd'] }, 'abc,d'],
    ['{?caf%C3%A9}', { 'caf%C3%A9': 1 }, '?caf%C3%A9=1'],
  ])('%s of %j is %s', (template, values, expected) => {
    expect(parseTemplate(template).expand(values)).toBe(expected);
  });

  test('an empty list where a value is needed is an error that says so', () => {
    expect(() => parseTemplate('/{ids}').expand({ ids: [] })).toThrow(/uses \{ids\}, which is an empty list/);
  });

  test('a variable without a value is an error that names it', () => {
    expect(() => parseTemplate('/{usr}').expand({ user: 1 })).toThrow(/uses \{usr\}, and vars has user/);
    expect(() => parseTemplate('/{constructor}').expand({ user: 1 })).toThrow(/uses \{constructor\}/);
  });

  test.each([
    ['/users/{id}', true],
    ['/x{?page,size}', true],
    ['/?q={"a":1}', false],
    ['/{}', false],
    ['/plain', false],
  ])('%s has an expression: %s', (url, expected) => {
    expect(hasExpression(url)).toBe(expected);
  });
});
