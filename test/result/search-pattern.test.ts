import { expect, test } from 'vitest';
import { patternHint } from '../../src/result/search-pattern.ts';

test.each(['/api/users', '/docs/img', '/users/', '/a/b/gui', 'C:/a/b/', '/v1.0/', 'a | b', '1.2', 'what?', '(c++)', '/c++/'])(
  'the text %s is no pattern',
  (search) => {
    expect(patternHint(search)).toBeUndefined();
  },
);

test.each(['/error/i', '/err(or)?/', '/a|b/', 'a|b', 'node.*js', String.raw`v\d+`, String.raw`/a\/b\d/gi`])(
  '%s is a pattern',
  (search) => {
    expect(patternHint(search)).toMatch(/^a search is for text as it stands; for a pattern: "js": /);
  },
);
