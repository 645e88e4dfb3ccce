import { describe, expect, test } from 'vitest';
import { hasExpression, TemplateError, parseTemplate } from '../../../src/batch/plan/template.ts';
import type { Row } from '../../../src/batch/plan/variable-value.ts';

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
