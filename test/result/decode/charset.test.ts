import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/result/decode/charset.ts';
import { cpuMs } from '../../support/cpu.ts';
import { cases } from '../../support/random.ts';

const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const utf32 = (text: string): Buffer => {
  return Buffer.from(Uint32Array.from(Array.from(text, (character) => character.codePointAt(0) ?? 0)).buffer);
};
const named = (charset: string): string => `text/plain; charset=${charset}`;

// Made by Python: 'text'.encode('shift_jis').hex()
const JAPANESE = '日本語のテキストです。ひらがなとカタカナがあります。';
const SHIFT_JIS = '93fa967b8cea82cc8365834c8358836782c582b7814282d082e782aa82c882c6834a835e834a836982aa82a082e882dc82b78142';
const EUC_JP = 'c6fccbdcb8eca4cea5c6a5ada5b9a5c8a4c7a4b9a1a3a4d2a4e9a4aca4caa4c8a5aba5bfa5aba5caa4aca4a2a4eaa4dea4b9a1a3';
const ISO_2022_JP =
  '1b2442467c4b5c386c244e2546252d2539254824472439212324522469242c244a2448252b253f252b254a242c2422246a245e243921231b2842';
const CHINESE = '简体中文文本，编码测试。';
const GBK = 'bcf2cce5d6d0cec4cec4b1bea3acb1e0c2ebb2e2cad4a1a3';
const UTF_16LE = '47007200fc00df0065002000e5652c67';
const UTF_16BE = '0047007200fc00df0065002065e5672c';
const FRENCH = 'c76120636ffb74652035208020e0206c92e974e9';

describe('a charset that the Content-Type names', () => {
  test.each([
    ['shift_jis', SHIFT_JIS, JAPANESE],
    ['euc-jp', EUC_JP, JAPANESE],
    ['iso-2022-jp', ISO_2022_JP, JAPANESE],
    ['gbk', GBK, CHINESE],
    ['gb18030', GBK, CHINESE],
    ['gb18030', '9d68d7d695328236a2e3', '漢字𠀀€'],
    ['gbk', 'a2e380', '€€'],
    ['big5', 'c163c5e9a4a4a4e5a4e5a672a141bd73bd58b4fab8d5a143', '繁體中文文字，編碼測試。'],
    ['euc-kr', 'c7d1b1b9beee20c5d8bdbac6aec0d4b4cfb4d92e', '한국어 텍스트입니다.'],
    ['windows-1251', 'cff0e8e2e5f22c20ece8f021', 'Привет, мир!'],
    ['koi8-r', 'f0d2c9d7c5d42c20cdc9d221', 'Привет, мир!'],
    ['windows-1252', FRENCH, 'Ça coûte 5 € à l’été'],
    ['utf-16le', UTF_16LE, 'Grüße 日本'],
    ['utf-16be', UTF_16BE, 'Grüße 日本'],
    ['utf-8', '47c3bc', 'Gü'],
  ])('%s is read in it', (charset, bytes, text) => {
    expect(decodeText(hex(bytes), named(charset), 'text')).toEqual({ text, charset });
  });

  test.each(['cp932', 'x-sjis', 'MS_Kanji', 'windows-31j', '"Shift_JIS"'])('%s is Shift_JIS and more', (label) => {
    expect(decodeText(hex('8740878a8160eee0'), named(label), 'text')).toEqual({ text: '①㈱～髙', charset: 'shift_jis' });
  });

  test.each(['iso-8859-1', 'latin1', 'us-ascii', 'cp1252', 'windows-1252'])('%s is windows-1252', (label) => {
    const c1 = Buffer.from(Array.from({ length: 32 }, (_, i) => 0x80 + i));
    const text = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
    expect(decodeText(c1, named(label), 'text')).toEqual({ text, charset: 'windows-1252' });
  });

  test('but that nothing knows counts for nothing', () => {
    expect(decodeText(Buffer.from('ü'), named('nonsense'), 'text')).toEqual({ text: 'ü', charset: 'utf-8' });
    expect(decodeText(Buffer.from('ü'), 'text/plain; charset', 'text').text).toBe('ü');
    expect(decodeText(Buffer.from('ü'), ';;;', 'text').text).toBe('ü');
  });

  test('but that is plainly wrong counts for nothing', () => {
    const french = {
      text: 'Ça coûte 5 € à l’été',
      charset: 'windows-1252',
      note: 'charset guessed: windows-1252 (declared: utf-8)',
    };
    expect(decodeText(hex(FRENCH), named('utf-8'), 'text')).toEqual(french);
    const japanese = { text: JAPANESE, charset: 'shift_jis', note: 'charset guessed: shift_jis (declared: utf-8)' };
    expect(decodeText(hex(SHIFT_JIS), named('utf-8'), 'text')).toEqual(japanese);
    expect(decodeText(Buffer.from('– ü'), named('euc-jp'), 'text').text).toBe('– ü');
    expect(decodeText(Buffer.from('plain'), named('utf-16'), 'text')).toEqual({ text: 'plain', charset: 'utf-8' });
    expect(decodeText(hex(UTF_16LE), named('utf-8'), 'text').charset).toBe('utf-16le');
    expect(decodeText(hex(UTF_16BE), named('utf-16'), 'text').charset).toBe('utf-16be');
  });

  test.each([
    ['utf-8', '436166c3', 'Caf\ufffd', 1],
    ['utf-8', '43616620c320', 'Caf \ufffd ', 1],
    ['utf-8', 'c3bcc3', 'ü\ufffd', 1],
    ['utf-8', 'c3bc20ff20fe20e282', 'ü \ufffd \ufffd \ufffd', 3],
    ['utf-8', '22436166c322', '"Caf\ufffd"', 1],
    ['utf-8', 'e697a5e69c20f0908c', '日\ufffd \ufffd', 2],
    ['gbk', 'bcf2ff', '简\ufffd', 1],
    ['euc-jp', 'c6fcff20', '日\ufffd ', 1],
    ['windows-1255', 'e0d9', 'א\ufffd', 1],
    ['iso-2022-jp', '1b2442467c1b28421b24424b5c1b2842', '日\ufffd本', 1],
  ])('holds where a few bytes are broken: %s, %s', (charset, bytes, text, places) => {
    const note = `${places} place${places === 1 ? ' is' : 's are'} not valid ${charset}: U+FFFD stands for what is broken`;
    expect(decodeText(hex(bytes), named(charset), 'text')).toEqual({ text, charset, note });
  });

  test('holds in a text that is cut in the middle of a character', () => {
    const cut = Buffer.from('ß'.repeat(40)).subarray(0, -1);
    for (const type of [named('utf-8'), undefined]) {
      expect(decodeText(cut, type, 'text')).toMatchObject({ text: `${'ß'.repeat(39)}\ufffd`, charset: 'utf-8' });
    }
  });

  test.each(['latin1', 'iso-8859-1', 'us-ascii', 'windows-1251', 'iso-8859-2', 'euc-kr', 'gb2312'])(
    'counts for nothing where it is UTF-8 that is called %s',
    (label) => {
      const text = 'Grüße, 日本語のテキスト, Привет';
      expect(decodeText(Buffer.from(text), named(label), 'text')).toEqual({ text, charset: 'utf-8' });
    },
  );

  test('that is not known, or that browsers refuse to read, is in the note of what is guessed', () => {
    const note = 'charset guessed: windows-1252 (declared: nonsense)';
    expect(decodeText(hex(FRENCH), named('nonsense'), 'text')).toMatchObject({ charset: 'windows-1252', note });
    expect(decodeText(hex(FRENCH), named('iso-2022-kr'), 'text').note).toMatch(/declared: iso-2022-kr/);
  });
});

describe('a byte order mark', () => {
  test.each([
    ['utf-8', 'efbbbf47c3bc', 'Gü'],
    ['utf-16le', `fffe${UTF_16LE}`, 'Grüße 日本'],
    ['utf-16be', `feff${UTF_16BE}`, 'Grüße 日本'],
  ])('of %s wins over what is declared, and is not part of the text', (charset, bytes, text) => {
    for (const hint of ['html', 'xml', 'css', 'text', 'json'] as const) {
      expect(decodeText(hex(bytes), named('shift_jis'), hint)).toEqual({ text, charset });
    }
  });
});

const page = (head: string): Buffer => Buffer.concat([latin(head), hex(SHIFT_JIS)]);

describe('a charset that the document names', () => {
  test.each([
    ['<html><head><meta charset="shift_jis">', 'html'],
    ["<META CHARSET='Shift_JIS'>", 'html'],
    ['<meta charset=shift_jis/>', 'html'],
    ['<meta http-equiv="Content-Type" content="text/html; charset=shift_jis">', 'html'],
    ['<!-- <meta charset="koi8-r"> --><meta name="x"><meta charset="shift_jis">', 'html'],
    ['<?xml version="1.0" encoding="Shift_JIS"?><html>', 'html'],
    ["<?xml version='1.0' encoding='Shift_JIS' ?>", 'xml'],
    ['@charset "shift_jis";', 'css'],
  ] as const)('%s counts in %s', (head, hint) => {
    expect(decodeText(page(head), undefined, hint)).toEqual({ text: head + JAPANESE, charset: 'shift_jis' });
  });

  test('yields to the Content-Type', () => {
    const { charset } = decodeText(page('<meta charset="koi8-r">'), named('shift_jis'), 'html');
    expect(charset).toBe('shift_jis');
  });

  test.each([
    ['beyond byte 1,024', `${' '.repeat(1_100)}<meta charset="koi8-r">`],
    ['behind a label that is not known', '<meta charset="nonsense"><meta charset="koi8-r">'],
    ['behind a description that mentions one', '<meta name="d" content="x charset=shift_jis"><meta charset="koi8-r">'],
    ['behind a script that writes one', '<script>document.write("<meta charset=shift_jis>")</script><meta charset="koi8-r">'],
    ['behind a title that mentions one', '<title><meta charset="shift_jis"></title><meta charset="koi8-r">'],
    ['behind an attribute that mentions one', `<p title='<meta charset="shift_jis">'><meta charset="koi8-r">`],
    ['in content that comes first', '<meta content="text/html; charset = \'koi8-r\'" http-equiv="Content-Type">'],
    ['where "charset" is there twice', '<meta http-equiv=content-type content="text/html; charset charset=koi8-r">'],
    ['before an XML declaration', '<?xml version="1.0" encoding="shift_jis"?><meta charset="koi8-r">'],
    ['only in a script', '<script>x = "<meta charset=koi8-r>"</script>'],
  ])('counts %s', (_, head) => {
    const body = Buffer.concat([latin(head), hex('f0d2c9')]);
    expect(decodeText(body, undefined, 'html')).toEqual({ text: `${head}При`, charset: 'koi8-r' });
  });

  test.each([
    ['in a comment', '<!-- <meta charset="koi8-r"> -->'],
    ['in a pragma for something else', '<meta http-equiv="refresh" content="0; charset=koi8-r">'],
    ['in a pragma that is misspelt', '<meta http-equiv="Content-Type " content="text/html; charset=koi8-r">'],
    ['in a tag of another name', '<metacharset="koi8-r">'],
    ['in a tag that does not end', '<meta charset="koi8-r"'],
    ['in an end tag', '</meta charset="koi8-r">'],
    ['in content whose quote does not end', '<meta http-equiv="content-type" content="charset=\'koi8-r">'],
  ])('does not count %s', (_, head) => {
    expect(decodeText(Buffer.concat([latin(head), hex('c9')]), undefined, 'html').charset).not.toBe('koi8-r');
  });

  test('goes before a Content-Type that says UTF-8, where nothing of the document is that', () => {
    const mine = Buffer.concat([latin('<meta charset="windows-1251">'), hex('cff0')]);
    expect(decodeText(mine, named('utf-8'), 'html').text).toContain('Пр');
    const mixed = Buffer.concat([latin('<meta charset="windows-1251">'), hex('cff0'), Buffer.from('é')]);
    expect(decodeText(mixed, named('utf-8'), 'html').text).toContain('\ufffd\ufffdé');
    const unknown = Buffer.concat([latin('<meta charset="x-nothing">'), hex('cf')]);
    expect(decodeText(unknown, named('utf-8'), 'html').text).toContain('\ufffd');
  });

  test('counts only in a kind of document that has it', () => {
    expect(decodeText(latin('<meta charset="koi8-r"> \u00e9'), undefined, 'text').charset).toBe('windows-1252');
  });

  test('that claims UTF-16, though it can be read, is UTF-8', () => {
    expect(decodeText(Buffer.from('<meta charset="utf-16">é'), undefined, 'html').charset).toBe('utf-8');
  });
});

describe('without a declaration', () => {
  test.each([
    ['utf-8', '47c3bc', 'Gü'],
    ['utf-8', '', ''],
    ['utf-16le', UTF_16LE, 'Grüße 日本'],
    ['utf-16be', UTF_16BE, 'Grüße 日本'],
  ])('it is %s where the bytes say so', (charset, bytes, text) => {
    expect(decodeText(hex(bytes), undefined, 'text')).toEqual({ text, charset });
  });

  test.each(['a,b\n1,\0\n', 'abc\0def\0ghi jkl', 'abcd\0ab\0'])('a text with zeros of its own is not UTF-16: %j', (text) => {
    expect(decodeText(Buffer.from(text), 'text/csv', 'text')).toEqual({ text, charset: 'utf-8' });
  });

  test('numbers of two bytes each are not', () => {
    const numbers = Buffer.from(Int16Array.from({ length: 500 }, (_, at) => at % 300).buffer);
    expect(decodeText(numbers, 'text/plain', 'text').charset).not.toMatch(/^utf-16/);
  });

  const hindi = `क्रम,नाम\n1,${'नमस्ते'.repeat(4)}\n2,दुनिया`;
  test.each(['Привет, мир. Вот и а.', 'a,b\n日,本', '{"a":"中"}', hindi, 'こんにちは世界, 12 です。', 'สวัสดีชาวโลกสวัสดีชาวโลก 1'])(
    'nor do other letters hide that it is: %j',
    (text) => {
      expect(decodeText(Buffer.from(text, 'utf16le'), undefined, 'text')).toEqual({ text, charset: 'utf-16le' });
      expect(decodeText(swapped(text), undefined, 'text')).toEqual({ text, charset: 'utf-16be' });
    },
  );

  test.each([
    ['windows-1252', FRENCH, 'Ça coûte 5 € à l’été'],
    ['shift_jis', SHIFT_JIS, JAPANESE],
    ['euc-jp', EUC_JP, JAPANESE],
    ['iso-2022-jp', ISO_2022_JP, JAPANESE],
    ['gbk', GBK, CHINESE],
    ['euc-kr', 'c7d1b1b9beee20c5d8bdbac6aec0d4b4cfb4d92e', '한국어 텍스트입니다.'],
    ['windows-1251', 'cff0e8e2e5f22c20ece8f021', 'Привет, мир!'],
  ])('it is guessed to be %s, with a note', (charset, bytes, text) => {
    const note = `charset guessed: ${charset}`;
    expect(decodeText(hex(bytes), undefined, 'text')).toEqual({ text, charset, note });
  });
});

describe('JSON', () => {
  const value = '{"a":"ü日"}';

  test('is UTF-8, whatever the Content-Type says', () => {
    expect(decodeText(Buffer.from(value), named('iso-8859-1'), 'json')).toEqual({ text: value, charset: 'utf-8' });
  });

  test('is UTF-16 or UTF-32 where its first bytes say so, with a mark and without', () => {
    for (const mark of ['', '\ufeff']) {
      const forms = {
        'utf-16le': Buffer.from(mark + value, 'utf16le'),
        'utf-16be': swapped(mark + value),
        'utf-32le': utf32(mark + value),
        'utf-32be': utf32(mark + value).swap32(),
      };
      for (const [charset, body] of Object.entries(forms)) {
        expect(decodeText(body, undefined, 'json')).toEqual({ text: value, charset });
      }
    }
    expect(decodeText(Buffer.from('1', 'utf16le'), undefined, 'json').text).toBe('1');
  });

  test('that is not UTF-8 is read in what is declared, or detected', () => {
    const bytes = latin('{"a":"é"}');
    expect(decodeText(bytes, 'application/json; charset=windows-1251', 'json').text).toBe('{"a":"й"}');
    expect(decodeText(bytes, 'application/json', 'json').text).toBe('{"a":"é"}');
  });
});

test('300 KB of anything, and 4 MB of what is guessed, takes time in proportion', async () => {
  const isSoak = cases(1) > 1;
  const both = ['html', 'json'] as const;
  const cheap = [Buffer.alloc(3e5, 0x1b), Buffer.alloc(3e5, 0x00), Buffer.alloc(3e5, '<meta charset ')];
  // What is not UTF-8 is guessed, of a part, so that more costs no more: 0x82 takes the longest, and the others as it in a soak.
  const guessed = (isSoak ? [0xff, 0x80, 0x82, 0xa4] : [0x82]).map((byte) => Buffer.alloc(4e6, byte));
  const mixed = Buffer.alloc(3e5, 'é\xff', 'latin1');
  const bodies = [
    ...cheap.map((body) => ({ body, kinds: both })),
    ...guessed.map((body) => ({ body, kinds: isSoak ? both : both.slice(0, 1) })),
    { body: mixed, kinds: isSoak ? both : both.slice(1) },
  ];
  for (const { body, kinds } of bodies) {
    const used = await cpuMs(() => kinds.map((as) => decodeText(body, undefined, as)));
    expect(used, String(body[0])).toBeLessThan(700);
  }
});
