import { createMultibyteEncoder } from '@exodus/bytes/multi-byte.js';
import { createSinglebyteEncoder } from '@exodus/bytes/single-byte.js';
import { expect, test } from 'vitest';
import { guessCharset } from '../../../src/result/decode/guess-charset.ts';
import { isMultiByte } from '../../../src/result/decode/legacy-charset.ts';

function encoded(text: string, charset: string): Uint8Array {
  return isMultiByte(charset) ? createMultibyteEncoder(charset)(text) : createSinglebyteEncoder(charset)(text);
}

test.each([
  ['windows-1251', 'Привет, мир! Как дела сегодня?'],
  ['windows-1251', 'Москва'],
  ['windows-1251', 'ПРИВЕТ МИР'],
  ['windows-1251', '{"имя":"Иван","город":"Москва"}'],
  ['windows-1251', 'Україна — Київ'],
  ['windows-1251', 'Добре дошли в България'],
  ['koi8-r', 'Привет, мир! Как дела сегодня?'],
  ['koi8-u', 'Привіт, як справи?'],
  ['iso-8859-5', 'Привет, мир! Как дела сегодня?'],
  ['windows-1253', 'Καλημέρα κόσμε'],
  ['windows-1255', 'שלום עולם'],
  ['windows-1256', 'مرحبا بالعالم'],
  ['windows-874', 'สวัสดีชาวโลก'],
  ['gbk', '你好'],
  ['gbk', '中国新闻网首页'],
  ['gbk', '商品名称：苹果手机 价格：5999元'],
  ['gbk', '{"name":"张三","city":"上海"}'],
  ['big5', '你好，世界'],
  ['big5', '今天天氣很好，我們去公園玩吧。'],
  ['euc-kr', '안녕하세요'],
  ['euc-kr', '서울'],
  ['euc-kr', '{"이름":"홍길동","도시":"부산"}'],
  ['shift_jis', 'こんにちは世界'],
  ['euc-jp', '東京都の天気'],
  ['windows-1252', 'café'],
  ['windows-1252', 'Größe'],
  ['windows-1252', 'señor, niño, São Paulo, não'],
  ['windows-1252', 'smørrebrød på dansk'],
  ['windows-1252', 'Þetta er íslenska, ég á hús'],
  ['windows-1252', '“quoted” – text…'],
  ['windows-1252', '25 °C, 5 €, © 2024'],
  ['windows-1252', 'ÉCOLE'],
  ['iso-8859-2', 'Zażółć gęślą jaźń'],
  ['windows-1250', 'Příliš žluťoučký kůň'],
  ['windows-1254', 'Türkçe güzel bir dil, ışık ve gökyüzü'],
])('%s: %s', (charset, text) => {
  expect(guessCharset(encoded(text, charset)).charset).toBe(charset);
  const page = Buffer.concat([Buffer.from(`<html><body class="a b"><p>${'x '.repeat(500)}`), encoded(text, charset)]);
  expect(guessCharset(page).charset).toBe(charset);
});

test('what says nothing is windows-1252, and not clear', () => {
  for (const bytes of ['', 'ff', '80', 'c3', 'ff00ff00ff', '81818181818181']) {
    const { charset, isClear } = guessCharset(Buffer.from(bytes, 'hex'));
    expect({ charset, isClear }, bytes).toEqual({ charset: 'windows-1252', isClear: false });
  }
});
