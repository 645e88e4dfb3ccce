import { describe, expect, test } from 'vitest';
import { RequestFailure } from '../../../src/request-failure.ts';
import { findFlaw } from '../../../src/result/decode/json-flaw.ts';
import { parseJson, problemOf, tryReadJson } from '../../../src/result/decode/json.ts';
import { looksLikeNdjson, readNdjson } from '../../../src/result/decode/ndjson.ts';
import { cpuMs } from '../../support/cpu.ts';
import { cases, seeded } from '../../support/random.ts';

function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof RequestFailure && error.outcome === 'decode') return error.message;
    throw error;
  }
  throw new Error('nothing was thrown');
}

function refusal(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('JSON', () => {
  test('with a byte order mark, and any value at the top', () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ a: 1 });
    expect(['1', '"x"', 'null', ' true '].map(parseJson)).toEqual([1, 'x', null, true]);
  });

  test('of equal keys the last one counts', () => {
    expect(parseJson('{"a":1,"a":2}')).toEqual({ a: 2 });
  });

  test('has __proto__ and constructor as keys like any other', () => {
    const value = parseJson('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('a number that JavaScript would change', () => {
  test.each([
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    ['[1,12345678901234567890, 2]', [1, '12345678901234567890', 2]],
    ['{"id":12345678901234567890}', { id: '12345678901234567890' }],
    ['{"12345678901234567890":1}', { '12345678901234567890': 1 }],
    ['"id 12345678901234567890"', 'id 12345678901234567890'],
    ['["\\"",12345678901234567890,"\\\\"]', ['"', '12345678901234567890', '\\']],
    ['["\\\\",12345678901234567890]', ['\\', '12345678901234567890']],
    ['1e400', '1e400'],
    ['[-1E+999,1e308]', ['-1E+999', 1e308]],
    ['[1e-400,0.1234567890123456789]', [0, 0.123_456_789_012_345_68]],
    ['[1e20,10000000000000000.5]', [1e20, 10_000_000_000_000_000]],
    ['9'.repeat(400), '9'.repeat(400)],
    ['[0,-0,1.5,100]', [0, -0, 1.5, 100]],
  ])('%s keeps its digits, as text', (json, expected) => {
    expect(parseJson(json)).toEqual(expected);
  });
});

describe('what is not JSON', () => {
  test('is a decode failure with the place, the start, and what to do', () => {
    expect(failureOf(() => parseJson('<html>no</html>'))).toBe(
      'the body is not valid JSON: at line 1, column 1 (offset 0) there is "<html>no</html>" ' +
        'where a value was expected; it starts with "<html>no</html>"; use "as": "text" to see it',
    );
    const message = failureOf(() => parseJson('{\n  "a": 1,\n  "b": oops\n}'));
    expect(message).toContain('at line 3, column 8 (offset 19) there is "oops');
  });

  test.each(['', '  \n', '\ufeff'])('or nothing at all says that it is empty: %j', (text) => {
    expect(failureOf(() => parseJson(text))).toMatch(/it is empty/);
  });

  test.each([
    ['{"a":}', 5, 'a value'],
    ['{"a" 1}', 5, '":"'],
    ['{a:1}', 1, 'a key in double quotes or "}"'],
    ['{"a":1,}', 7, 'a key in double quotes'],
    ['[1,]', 3, 'a value'],
    ['[1 2]', 3, '"," or "]"'],
    ['[', 1, 'a value or "]"'],
    ['{"a":1', 6, '"," or "}"'],
    ['[1}', 2, '"," or "]"'],
    ['1 2', 2, 'the end'],
    ['"a', 2, 'the end of the string that starts at offset 0'],
    ['01', 1, 'the end'],
    ['+1', 0, 'a value'],
    ['[1.]', 2, '"," or "]"'],
    ['-', 0, 'a value'],
    ['truth', 0, 'a value'],
  ])('%s is found at its place', (text, offset, expected) => {
    expect(findFlaw(text)).toMatchObject({ offset, expected });
    expect(() => parseJson(text)).toThrow(RequestFailure);
  });

  test('control characters and unknown escapes in strings are found', () => {
    expect(findFlaw('"a\nb"')?.expected).toMatch(/control character/);
    expect(findFlaw(String.raw`"\x41"`)?.expected).toMatch(/escapes/);
    expect(findFlaw(String.raw`"\u12"`)?.offset).toBe(1);
  });

  test('or nests deeper than 200 levels is a failure; at 200 it is a value', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const nested = (depth: number): string => `${open.repeat(depth)}1${close.repeat(depth)}`;
      expect(parseJson(nested(200))).toBeTypeOf('object');
      expect(failureOf(() => parseJson(nested(201)))).toMatch(/nested more than 200 levels/);
      expect(failureOf(() => parseJson(nested(100_000)))).toMatch(/nested/);
      expect(failureOf(() => parseJson(open.repeat(100_000)))).toMatch(/nested/);
    }
    expect(parseJson(`"${'['.repeat(1_000)}"`)).toHaveLength(1_000);
  });
});

describe('random JSON', () => {
  const random = seeded(20_241).next;
  const below = (limit: number): number => Math.floor(random() * limit);
  const character = (): string => String.fromCodePoint(below(0x800));
  const text = (): string => Array.from({ length: below(8) }, character).join('') + ['\\', '"', '{', '['][below(4)]!;
  const value = (depth: number): unknown => {
    const kind = below(depth > 0 ? 7 : 5);
    if (kind === 0) return text();
    if (kind === 1) return below(1e15) - 5e14;
    if (kind === 2) return (random() - 0.5) * 10 ** below(15);
    if (kind === 3) return random() < 0.5;
    if (kind === 4) return null;
    if (kind === 5) return Array.from({ length: below(5) }, () => value(depth - 1));
    return Object.fromEntries(Array.from({ length: below(5) }, () => [text(), value(depth - 1)]));
  };

  test('is read as JSON.parse reads it', () => {
    for (let round = 0; round < cases(100); round++) {
      const json = JSON.stringify(value(5), undefined, below(3));
      expect(parseJson(json)).toEqual(JSON.parse(json));
      expect(findFlaw(json)).toBeUndefined();
    }
  });

  test('with a character lost, doubled or changed is refused where JSON.parse refuses it', () => {
    for (let round = 0; round < cases(400); round++) {
      const json = JSON.stringify(value(3));
      const at = below(json.length);
      const change = ['', json[at]! + json[at]!, '"', ',', '0', '}', '\\', '\n', 'e'][below(9)]!;
      const broken = json.slice(0, at) + change + json.slice(at + 1);
      const native = refusal(() => JSON.parse(broken));
      const offset = findFlaw(broken)?.offset;
      expect(offset === undefined, broken).toBe(native === undefined);
      expect(refusal(() => parseJson(broken)) === undefined, broken).toBe(native === undefined);
      const position = /position (\d+)/.exec(native ?? '')?.[1] ?? String(offset ?? 0);
      // Of an escape V8 names the letter, of a word the first wrong one: this names where they start.
      expect(Math.abs(Number(position) - (offset ?? Number(position))), broken).toBeLessThanOrEqual(6);
    }
  });
});

describe('what is meant as JSON', () => {
  const infinite = { a: ['Infinity', '-Infinity'] };
  test.each([
    [')]}\'\n{"a":1}', { a: 1 }, `")]}'" in front`],
    [")]}',\n\n[1]", [1], `")]}'," in front`],
    ['while(1);{"a":1}', { a: 1 }, '"while(1);" in front'],
    ['while (true) {}[1]', [1], '"while (true) {}" in front'],
    ['for (;;);{"a":1}', { a: 1 }, '"for (;;);" in front'],
    ['throw 1; <dont be evil> [1]', [1], '"throw 1; <dont be evil>" in front'],
    ['{}&&{"a":1}', { a: 1 }, '"{}&&" in front'],
    ['&&&START&&&[1]', [1], '"&&&START&&&" in front'],
    ['{"a":1};', { a: 1 }, '";" at the end'],
    ['[1] ;\n', [1], '";" at the end'],
    ['cb({"a":1})', { a: 1 }, 'a call around it (JSONP)'],
    ['  jQuery19_1(\n[1]\n);\n', [1], 'a call around it (JSONP)'],
    ['/**/ typeof cb === \'function\' && cb({"a":1});', { a: 1 }, 'a call around it (JSONP)'],
    ['window.cb && window.cb(1);', 1, 'a call around it (JSONP)'],
    ['cb["x"]([1])', [1], 'a call around it (JSONP)'],
    [")]}'\ncb([1,])", [1], `")]}'" in front, a call around it (JSONP), trailing commas`],
    ['{"a":NaN,"b":[NaN]}', { a: null, b: [null] }, 'NaN, here null (2 times)'],
    ['{"a":[Infinity,-Infinity]}', infinite, 'Infinity, here a text (2 times)'],
    ['{"a":undefined}', { a: null }, 'undefined, here null'],
    ['{"a":1,}', { a: 1 }, 'trailing commas'],
    ['[{"a":[1,2,],},]', [{ a: [1, 2] }], 'trailing commas (3 times)'],
    ['// x\n{"a":/* y */1} // z', { a: 1 }, 'comments (3 times)'],
    ['[1, // one\n 2, /* two */ ]', [1, 2], 'comments (2 times), trailing commas'],
    ['["// no comment", "/* none */", ",]", "NaN",]', ['// no comment', '/* none */', ',]', 'NaN'], 'trailing commas'],
    ['[12345678901234567890,]', ['12345678901234567890'], 'trailing commas'],
  ])('%s is read, and the note says with what', (text, value, what) => {
    expect({ ...tryReadJson(text), hasQuotedNumbers: undefined }).toEqual({ value, note: `JSON but for ${what}` });
    expect(() => parseJson(text)).toThrow(RequestFailure);
  });

  test.each([
    '{a:1}',
    "{'a':1}",
    '[1,,2]',
    '[,]',
    '{,}',
    '[1],',
    '[1];x',
    'cb([1]',
    'cb [1]',
    'cb()',
    'cb([1]);cb([2])',
    '[NaNs]',
    '[+1]',
    '[01]',
    '[Inf]',
    '{"a":1} // x\n{"b":2}',
    '/* x',
    '[1] /',
    ")]}'",
    'while(1);',
    'a < b',
    '["a\nb"]',
  ])('%j is not', (text) => {
    expect(tryReadJson(text)).toHaveProperty('problem');
  });

  test('and is broken behind that says where', () => {
    const read = tryReadJson(')]}\'\n{"a":oops}');
    expect('problem' in read && problemOf(')]}\'\n{"a":oops}', read)).toMatch(/line 2, column 6 .*"oops}"/);
    const call = tryReadJson('hello (world)');
    expect('problem' in call && problemOf('hello (world)', call)).toMatch(/line 1, column 1 /);
  });

  test('of 150 KB takes time in proportion', async () => {
    for (const piece of ['NaN,', '/**/', '//\n', '[1,],', '/*', 'a.', 'x(', ')]}', ' ', ';', '/**/ ']) {
      const text = `[${piece.repeat(1.5e5 / piece.length)}1]`;
      expect(await cpuMs(() => [tryReadJson(text), tryReadJson(text.slice(1))]), piece).toBeLessThan(500);
    }
  });
});

describe('a lone surrogate', () => {
  test.each([
    [String.raw`"\ud800"`, '\ufffd'],
    [String.raw`"\udc00\ud800x"`, '\ufffd\ufffdx'],
    [String.raw`"\ud83d\ude00"`, '😀'],
    [String.raw`"\ud83d\ud83d\ude00"`, '\ufffd😀'],
    [String.raw`"\\ud800"`, String.raw`\ud800`],
    [String.raw`"\\\ud800"`, '\\\ufffd'],
    [String.raw`{"\ud800":1}`, { '\ufffd': 1 }],
  ])('%s is U+FFFD', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });
});

const valueOf = (text: string): unknown => readNdjson(text).value;

describe('NDJSON', () => {
  test('is an array of its lines; blank ones are skipped', () => {
    const lines = '\ufeff{"a":1}\r\n\n  \n[2]\n"x"\n12345678901234567890';
    expect(valueOf(lines)).toEqual([{ a: 1 }, [2], 'x', '12345678901234567890']);
    expect(valueOf('')).toEqual([]);
    expect(valueOf('\n\n')).toEqual([]);
  });

  test('names the line that is not JSON', () => {
    const message = failureOf(() => readNdjson('{"a":1}\n\n{"a":\n[2]\n'));
    expect(message).toMatch(/^line 3 of the body is not valid JSON: .*; it is "{\\"a\\":"; use "as": "text"/);
  });

  test.each([
    '{"a":1}\n{"a":1,\n"b":2}\n',
    '[1\n2]\n3,4\n',
    '1,2\n',
    '"a\nb"\n1\n',
    '[1]]\n[[2]\n',
    '{"a":1}{"a":2}\n3\n',
    '1 2\n3\n',
  ])('has one value a line: %j is none', (text) => {
    expect(failureOf(() => readNdjson(text))).toMatch(/^line \d of the body is not valid JSON/);
  });

  test.each([
    ['{"a":1}\n{"a":', [{ a: 1 }], 2, '{"a":'],
    ['{"a":1}\n[2]\n\n{"a":1,"b\n', [{ a: 1 }, [2]], 4, '{"a":1,"b'],
    ['1\ntru', [1], 2, 'tru'],
    ['[1]\n-', [[1]], 2, '-'],
    ['{"a":1}\n{"b":"\\u12', [{ a: 1 }], 2, '{"b":"\\u12'],
    ['\u001e{"a":1}\n\u001e{"a":', [{ a: 1 }], 2, '{"a":'],
  ])('whose last line is cut is the others, with a note: %j', (text, value, line, cut) => {
    const note = `line ${line}, the last one, is cut and left out: ${JSON.stringify(cut)}`;
    expect(readNdjson(text)).toEqual({ value, note });
  });

  test('of which nothing is whole, or whose last line is something else, is a failure', () => {
    expect(failureOf(() => readNdjson('{"a":'))).toMatch(/^line 1 /);
    expect(failureOf(() => readNdjson('{"a":1}\nERROR: gone\n'))).toMatch(/^line 2 .*"ERROR: gone"/);
    expect(failureOf(() => readNdjson('{"a":1}\n{"a":1}}'))).toMatch(/^line 2 /);
  });

  test('has the slips of JSON in its lines', () => {
    const note = 'JSON but for NaN, here null';
    expect(readNdjson('{"a":NaN}\n{"a":1}')).toEqual({ value: [{ a: null }, { a: 1 }], note });
    expect(valueOf('{"a":1} // one\n{"a":2}\n')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(valueOf('{"a":"//"}\n{"a":2,}\n')).toEqual([{ a: '//' }, { a: 2 }]);
  });

  test('as a JSON text sequence (RFC 7464) has records of several lines', () => {
    expect(valueOf('\u001e{"a":\n1}\n\u001e[2]\n')).toEqual([{ a: 1 }, [2]]);
    expect(failureOf(() => readNdjson('\u001e{"a":\n1]\n\u001e[2]\n'))).toMatch(/^line 1 /);
  });

  test.each([
    ['{"a":1}\n{"a":2}', true],
    ['{"a":1}\n{"a":', true],
    ['\n[1]\n\n{"a":2}\nnonsense', true],
    ['{"a":1}', false],
    ['{\n"a":1}\n', false],
    ['{\n"a":1}\n{"a":2}', false],
    ['{"a":1} {"a":2}', false],
    ['{"a":1}\nnonsense', false],
    ['1\n2', false],
    ['[draft] one\n[draft] two', false],
    ['', false],
  ])('is recognised by its first two lines: %j %s', (text, expected) => {
    expect(looksLikeNdjson(text)).toBe(expected);
  });

  test('is the same read at once and line by line', () => {
    const random = seeded(7);
    for (let round = 0; round < cases(150); round++) {
      const lines = Array.from({ length: random.int(1, 6) }, () => {
        return random.pick(['{"a":1}', '[1,2]', '"x,y"', '12', 'null', ' {"b":[{}]} ', '"\\n"', '{"c":"}{"}']);
      });
      const newline = random.next() < 0.5 ? '\n' : '\r\n';
      const expected = lines.map((line) => JSON.parse(line) as unknown);
      expect(valueOf(lines.join(newline))).toEqual(expected);
      expect(valueOf(lines.join(newline + newline))).toEqual(expected);
    }
  });
});

describe('hostile JSON of 1 MB takes time in proportion', () => {
  test.each([
    ['escapes', `"${String.raw`\n`.repeat(5e5)}"`],
    ['an endless string', `["${'\\'.repeat(1e6)}`],
    ['digits', '9'.repeat(1e6)],
    ['big numbers', `[${'12345678901234567890,'.repeat(5e4)}1]`],
    ['spaces', `${' '.repeat(1e6)}x`],
    ['newlines, then a flaw', `[${'\n'.repeat(1e6)}`],
    ['brackets', '[],'.repeat(3.5e5)],
  ])('%s', async (_, text) => {
    const used = await cpuMs(() => {
      expect(refusal(() => parseJson(text)) ?? 'JSON').toMatch(/JSON/);
      looksLikeNdjson(text);
    });
    expect(used).toBeLessThan(750);
  });
});
