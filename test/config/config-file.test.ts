import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config/config.ts';
import { readConfigFile } from '../../src/config/config-file.ts';
import { thrownBy } from '../concurrency/support/async.ts';

const folder = mkdtempSync(join(tmpdir(), 'fetch-many-config-'));
const path = join(folder, 'config.json');
afterAll(() => rmSync(folder, { recursive: true }));

/** What is said of a file with this content. */
function said(content: string | Buffer): string {
  writeFileSync(path, content);
  const error = thrownBy(() => readConfigFile(path));
  expect(error).toBeInstanceOf(ConfigError);
  return error instanceof Error ? error.message : '';
}

describe('a config file that is not JSON', () => {
  const secret = 'ghp_0123456789abcdef';

  test.each([
    secret,
    `{"token": ${secret}}`,
    `{"token": "${secret}}`,
    `{"token": "${secret}" "${secret}"}`,
    `{"token": "a"} ${secret}`,
    `{"profiles": {"a": {"headers": {"authorization": "Bearer ${secret}",}}}}`,
    `{'${secret}': 1}`,
    secret.repeat(100),
    `["${secret}"]`,
  ])('nothing of it is repeated: %s', (content) => {
    const message = said(content);
    expect(message).toContain(`--config ${path}: `);
    for (let at = 0; at + 6 <= secret.length; at++) expect(message).not.toContain(secret.slice(at, at + 6));
  });

  test('it is told where', () => {
    expect(said('{\n  "allow": "localhost",\n}')).toBe(
      `--config ${path}: it is not JSON (line 3, column 1); a comma too many or too few, or a quote that is missing?`,
    );
    expect(said('')).toBe(`--config ${path}: it is not JSON; a comma too many or too few, or a quote that is missing?`);
  });

  test('a byte order mark is none of it', () => {
    writeFileSync(path, '\ufeff{"allow": "localhost"}');
    expect(readConfigFile(path)).toEqual({ allow: 'localhost' });
  });

  test('it may be UTF-16, as PowerShell writes it, and is told what it is instead', () => {
    writeFileSync(path, '\ufeff{"allow": "localhost"}', 'utf16le');
    expect(readConfigFile(path)).toEqual({ allow: 'localhost' });
    expect(said(Buffer.from('{"allow": "é"}', 'latin1'))).toBe(
      `--config ${path}: it is neither UTF-8 nor UTF-16 with a mark; save it as UTF-8`,
    );
  });
});
