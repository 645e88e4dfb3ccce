import { expect, test } from 'vitest';
import { joinPages } from '../../src/result/join-pages.ts';

test('a page may have more items than a call takes arguments', () => {
  const page = Buffer.from(`[${'1,'.repeat(199_999)}null,2]`);
  const reading = {
    contentType: 'application/json',
    url: 'http://a.example/',
    as: 'json',
    isLenient: false,
    select: undefined,
  } as const;
  const { value } = joinPages([page, page], { ...reading, pages: { items: '@' } }, undefined);
  expect(value).toHaveLength(400_000);
});
