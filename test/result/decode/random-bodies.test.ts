import { createMultibyteEncoder } from '@exodus/bytes/multi-byte.js';
import { createSinglebyteEncoder } from '@exodus/bytes/single-byte.js';
import { describe, expect, test } from 'vitest';
import { RequestFailure } from '../../../src/request-failure.ts';
import { decodeText } from '../../../src/result/decode/charset.ts';
import { readCsv } from '../../../src/result/decode/csv.ts';
import { decode, type DecodeAs } from '../../../src/result/decode/decode.ts';
import { tryReadJson } from '../../../src/result/decode/json.ts';
import { isMultiByte } from '../../../src/result/decode/legacy-charset.ts';
import { parseTree, textOf, type XmlElement } from '../../../src/result/decode/xml-tree.ts';
import { ENCODINGS, sequencesOf } from '../../support/encoding-sequences.ts';
import { cases, seeded } from '../../support/random.ts';

const TYPES = ['application/json', 'text/plain', 'text/csv', 'text/xml', 'text/html', 'application/x-ndjson', undefined] as const;

test('random CSV (RFC 4180) is read as it was written, whatever its delimiter and line ends', () => {
  const random = seeded(1);
  for (let round = 0; round < cases(75); round++) {
    const delimiter = random.pick([',', ';', '\t', '|']);
    const newline = random.pick(['\n', '\r\n']);
    const width = random.int(2, 6);
    const columns = Array.from({ length: width }, (_, at) => `name ${at}`);
    const cell = (): string =>
      random.pick(['x', 'a b', `q"${random.int(0, 9)}"`, `d${delimiter}d`, 'two\nlines', 'é日本', ' s ', '""', 'text']);
    const rows = Array.from({ length: random.int(2, 30) }, () => columns.map(cell));
    const written = [columns, ...rows].map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(delimiter));
    const csv = readCsv(written.join(newline) + (random.next() < 0.5 ? newline : ''), { delimiter });
    expect(csv).toEqual({ columns, rows: rows.map((row) => Object.fromEntries(row.map((each, at) => [columns[at], each]))) });
  }
});

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

test('random XML has its text in order, and every attribute', () => {
  const random = seeded(2);
  const write = (element: XmlElement): string => {
    const attributes = [...element.attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
    const content = element.children.map((child) => {
      if (typeof child !== 'string') return write(child);
      return random.next() < 0.2 && !child.includes(']]>') ? `<![CDATA[${child}]]>` : escaped(child);
    });
    const inside = content.join(random.next() < 0.2 ? '<!-- <b> -->' : '');
    return inside === '' && random.next() < 0.5
      ? `<${element.name}${attributes}/>`
      : `<${element.name}${attributes}>${inside}</${element.name}>`;
  };
  const make = (depth: number): XmlElement => ({
    name: random.pick(['a', 'b', 'x:c', 'é', 'constructor']),
    attributes: new Map(Array.from({ length: random.int(0, 3) }, (_, at) => [`n${at}`, random.text(12).toWellFormed()])),
    children: Array.from({ length: depth === 0 ? 1 : random.int(0, 4) }, () =>
      depth === 0 || random.next() < 0.5 ? random.text(20).toWellFormed() : make(depth - 1),
    ),
  });
  for (let round = 0; round < cases(75); round++) {
    const element = make(random.int(0, 5));
    const read = parseTree(write(element), 200);
    if (typeof read === 'string') throw new Error(read);
    expect(textOf(read)).toBe(textOf(element));
    expect(attributesOf(read)).toEqual(attributesOf(element));
  }
});

function attributesOf({ attributes, children }: XmlElement): unknown[] {
  return [...attributes, ...children.flatMap((child) => (typeof child === 'string' ? [] : attributesOf(child)))];
}

describe('a random text in a charset that is named', () => {
  test.each(ENCODINGS)('%s is read back', (charset) => {
    const random = seeded(3);
    const encode = isMultiByte(charset) ? createMultibyteEncoder(charset) : createSinglebyteEncoder(charset);
    const sequences = sequencesOf(charset);
    for (let round = 0; round < cases(5); round++) {
      const characters = Array.from({ length: random.int(1, 40) }, () =>
        random.next() < 0.3 ? 'ab c' : (sequences[random.int(0, sequences.length - 1)]?.text ?? ''),
      );
      const { text, bytes } = encodeAll(characters, encode);
      const expected = /[^\0-\u007f]/.test(text) || bytes.includes(0x1b) ? { text, charset } : { text, charset: 'utf-8' };
      expect(decodeText(bytes, `text/plain; charset=${charset}`, 'text')).toEqual(expected);
    }
  });
});

/** What of some characters can be encoded: of Big5 the encoder leaves out what is not in the original. */
function encodeAll(characters: readonly string[], encode: (text: string) => Uint8Array): { text: string; bytes: Buffer } {
  const text = characters.filter((each) => isEncodable(each, encode)).join('');
  return { text, bytes: Buffer.from(encode(text)) };
}

function isEncodable(text: string, encode: (text: string) => Uint8Array): boolean {
  try {
    encode(text);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

test('random JSON with slips is what it is without them', () => {
  const random = seeded(4);
  for (let round = 0; round < cases(100); round++) {
    const value: unknown = JSON.parse(JSON.stringify(random.json(12)).replaceAll(/\\ud[89a-f][\da-f]{2}/gi, ''));
    const json = JSON.stringify(value, undefined, random.int(0, 2));
    const slipped = random.pick([
      `)]}'\n${json}`,
      `${json};`,
      `cb(${json});`,
      `/* a */ ${json} // b`,
      `for(;;);${json}`,
      `[${json},]`,
    ]);
    const read = tryReadJson(slipped);
    expect(read, slipped).toMatchObject({ value: slipped.endsWith(',]') ? [value] : value, note: expect.any(String) });
  }
});

test('random bytes, and random cuts of what is well-formed, never throw anything but a failure in words', () => {
  const random = seeded(5);
  const starts = [
    '{"a":[1,"b"]}',
    '[{"x":1}]\n[2]',
    'a,b\n"c",1',
    '<r><i a="1">t</i></r>',
    '<rss><channel><item/></channel></rss>',
    '<!doctype html><meta charset=gbk>',
    ")]}'\n[1]",
    '\u001e{"a":1}',
    'sep=;\na;b',
    '%PDF-1.4',
    'GIF89a',
  ];
  for (let round = 0; round < cases(250); round++) {
    const start = Buffer.from(starts[random.int(0, starts.length - 1)] ?? '');
    const noise = Buffer.from(Array.from({ length: random.int(0, 12) }, () => random.int(0, 255)));
    const cut = start.subarray(0, random.int(0, start.length));
    const body = Buffer.concat([cut, noise, start.subarray(random.int(0, start.length))]);
    const type = TYPES[random.int(0, TYPES.length - 1)];
    const as = random.pick<DecodeAs>(['auto', 'json', 'text', 'markdown', 'html']);
    const message = messageOf(() => decode(body, type, { as, url: 'http://127.0.0.1/' }));
    expect(message ?? 'the body', `${body.toString('hex')} as ${as}, ${type}`).toMatch(/the (?:body|XML)/);
  }
});

function messageOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof RequestFailure) return error.message;
    throw error;
  }
}
