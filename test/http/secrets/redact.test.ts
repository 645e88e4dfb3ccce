import { describe, expect, test } from 'vitest';
import { Redactor } from '../../../src/http/secrets/redact.ts';
import { cpuMs } from '../../support/cpu.ts';
import { cases, seeded } from '../../support/random.ts';
import { base64FormsOf, formsOf, SECRET_ALPHABET } from '../../support/secret-forms.ts';

const SECRET = 'ghp_aZ/09+x"y\\z&<%41=';
const redactor = new Redactor([
  { name: 'github', secrets: [SECRET] },
  { name: 'other', secrets: ['hunter2-hunter2'] },
]);

describe.each(Object.entries(formsOf(SECRET)))('as %s', (_, form) => {
  test('is replaced, wherever it stands, and nothing else is', () => {
    for (const [before, after] of [
      ['', ''],
      ['a ', ' z'],
      ['{"a": "', '"}'],
      ['?x=', '&y=1'],
      ['ü', '吾'],
    ] as const) {
      expect(redactor.text(before + form + after)).toBe(`${before}[redacted:github]${after}`);
    }
    const twice = `${form} ${form}`;
    expect(redactor.text(twice)).toBe('[redacted:github] [redacted:github]');
  });
});

test('each secret by its own name; names, keys and values of JSON alike', () => {
  const value = { [SECRET]: [SECRET, { a: `Bearer hunter2-hunter2`, n: 1, z: null }] };
  expect(redactor.value(value)).toEqual({
    '[redacted:github]': ['[redacted:github]', { a: 'Bearer [redacted:other]', n: 1, z: null }],
  });
});

test.each(['utf16le', 'utf16be'])('in UTF-16 (%s), which stays UTF-16', (charset) => {
  const encode = (text: string): Buffer => {
    const bytes = Buffer.from(text, 'utf16le');
    return charset === 'utf16le' ? bytes : bytes.swap16();
  };
  expect(redactor.bytes(encode(`吾輩 ${SECRET}, for sure`))).toEqual(encode('吾輩 [redacted:github], for sure'));
});

test('base64 broken into lines, as in mail', () => {
  const encoded = Buffer.from(`some words before ${SECRET} and after`).toString('base64').replaceAll(/.{10}/g, '$&\r\n');
  const decoded = Buffer.from(redactor.text(encoded).replace('[redacted:github]', ''), 'base64').toString('latin1');
  expect(decoded).not.toContain(SECRET.slice(2, -2));
  expect(redactor.text(encoded)).toContain('[redacted:github]');
});

test('an escape whose letter begins the secret does not spoil JSON', () => {
  const named = new Redactor([{ name: 'n', secrets: ['network-1'] }]);
  for (const value of ['\network-1', 'a\\\network-1', 'network-1', '\\network-1']) {
    const redacted: unknown = JSON.parse(named.text(JSON.stringify(value)));
    expect(redacted).not.toContain('etwork-1');
    expect(redacted).toContain('[redacted:n]');
  }
});

test('what has no secret in it comes back as it is, not as a copy', () => {
  for (const text of [
    '',
    'g',
    '%',
    '\\',
    '&',
    '\\\\\\\\\\\\\\\\\\\\',
    '&#',
    '&#x',
    '%2',
    'ghp_aZ',
    '\0\0\0',
    'héllo 吾輩 \ud800',
  ]) {
    const bytes = Buffer.from(text);
    expect(redactor.bytes(bytes)).toBe(bytes);
    expect(redactor.text(text)).toBe(text);
  }
});

test('without secrets nothing is looked at', () => {
  const value = { a: [SECRET] };
  expect(new Redactor([]).value(value)).toBe(value);
});

test('random secrets are found in every form, every mixture of escapes, at every position', () => {
  const random = seeded(20_261);
  for (let round = 0; round < cases(50); round++) {
    const length = random.int(8, 60);
    const secret = `k${Array.from({ length }, () => random.pick(SECRET_ALPHABET)).join('')}`;
    const one = new Redactor([{ name: 'x', secrets: [secret] }]);
    const forms = Object.values(formsOf(secret));
    const mixed = secret
      .split('')
      .map((character) => random.pick(escapes(character)))
      .join('');
    for (const form of [...forms, mixed]) {
      const [before, after] = ['é'.repeat(random.int(0, 9)), '吾'.repeat(random.int(0, 9))];
      expect(one.text(before + form + after), `${secret} as ${form}`).toBe(`${before}[redacted:x]${after}`);
    }
    for (const form of base64FormsOf(secret)) {
      const rest = one.text(form).replace('[redacted:x]', '');
      expect(form.length - rest.length, `${secret} in ${form}`).toBeGreaterThanOrEqual(
        Math.floor((secret.length * 8 - 4) / 6) - 1,
      );
    }
  }
});

test('hostile text is read in linear time', async () => {
  for (const unit of ['\\', '%25', '&#0', 'g\0', 'ghp_aZ/09+x"y\\z&<%41', '\\u0067']) {
    const text = Buffer.from(unit.repeat(300_000 / unit.length));
    expect(await cpuMs(() => redactor.bytes(text)), unit).toBeLessThan(750);
  }
});

/** How one character may be written. */
function escapes(character: string): readonly [string, ...string[]] {
  const hex = character.charCodeAt(0).toString(16).padStart(2, '0');
  return [
    character,
    `%${hex}`,
    `%${hex.toUpperCase()}`,
    `%25${hex}`,
    `\\u00${hex}`,
    `\\\\u00${hex}`,
    `&#x${hex};`,
    `&#${parseInt(hex, 16)};`,
  ];
}
