import { expect, test } from 'vitest';
import { meantName, nameInstead } from '../../src/config/meant-name.ts';
import { OPTIONS } from '../../src/config/options.ts';

const flags = OPTIONS.map(({ flag }) => flag);

test.each([
  ['alow', 'allow'],
  ['--allow', 'allow'],
  ['max-request', 'max-requests'],
  ['concurrency', 'max-concurrency'],
  ['robots', 'respect-robots'],
  ['usr-agent', 'user-agent'],
])('%s was meant to be %s', (wrong, meant) => {
  expect(meantName(wrong, flags)).toBe(meant);
});

test.each(['config', 'help', 'version', 'h', 'port', 'constructor', ''])('nothing is near "%s"', (wrong) => {
  expect(meantName(wrong, flags)).toBeUndefined();
});

test('where none is near, all are named', () => {
  expect(nameInstead('tokens', ['origin', 'headers'])).toBe('there are origin, headers');
});
