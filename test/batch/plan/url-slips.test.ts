import { expect, test } from 'vitest';
import { describeUrlSlip } from '../../../src/batch/plan/url-slips.ts';

test.each([
  [
    'https://a.example https://b.example',
    'holds 2 URLs; write each as a request of its own: ["https://a.example", "https://b.example"]',
  ],
  ['https://a.example, https://b.example/x?y=1', 'holds 2 URLs'],
  ['https://a.example,https://b.example', 'holds 2 URLs'],
  ['https://a.example;http://b.example', 'holds 2 URLs'],
  ['https://a.example | https://b.example', 'holds 2 URLs'],
  ['https://a.example\nhttps://b.example\nhttps://c.example', 'holds 3 URLs'],
  ['https://a.example/?x=1 https://b.example/?u=https://c.example', 'holds 2 URLs'],
  ['/users/1, /users/2', 'holds 2 URLs'],
  ['/users/1\n/users/2', 'holds 2 URLs'],
  ['https://a.example/a\nb', 'has a line break or a tab in it'],
  ['GET https://a.example/', 'begins with a method; write {"method": "GET", "url": "https://a.example/"}'],
  ['delete /x', 'write {"method": "DELETE", "url": "/x"}'],
  ['curl -s https://a.example', 'is a command'],
  ['<https://a.example/x>', 'has other characters around the URL; write "https://a.example/x"'],
  ['"https://a.example/x"', 'write "https://a.example/x"'],
  ['`https://a.example/x`', 'write "https://a.example/x"'],
  ['[the site](https://a.example/x)', 'write "https://a.example/x"'],
])('%j', (url, words) => {
  expect(describeUrlSlip(url)).toContain(words);
});

test.each([
  'https://a.example/',
  ' https://a.example/x ',
  'https://a.example/?urls=https://b.example,https://c.example',
  'https://web.archive.org/web/2020/https://b.example/',
  'https://a.example/a b',
  'https://a.example/(x)',
  '/users/1,2',
  '/posts',
  '/a;x=/b',
  'get/users',
])('nothing is wrong with %j', (url) => {
  expect(describeUrlSlip(url)).toBeUndefined();
});

test('a text of a megabyte takes no time', () => {
  const long = 'x'.repeat(1_000_000);
  for (const url of [long, `https://a.example/${' '.repeat(1_000_000)}x`, `[${long}`, `/${', '.repeat(500_000)}`, `<${long}`]) {
    expect(() => describeUrlSlip(url)).not.toThrow();
  }
});
