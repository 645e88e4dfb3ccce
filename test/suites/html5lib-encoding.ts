import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import textEncoding from 'text-encoding';
import type { Difference, Suite } from './suite.ts';

/** Bytes at the end of each page that read differently in each charset: "déjà vu" in Western ones. */
const TELLING = Buffer.from('\nd\u00e9j\u00e0 vu', 'latin1');

/** html5lib/html5lib-tests, encoding: the charset that a page is read in, sent as text/html without one. */
export const suite: Suite = async ({ directory, front }) => {
  const folder = join(directory, 'html5lib-encoding');
  const differences: Difference[] = [];
  let total = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.dat'))) {
    for (const [index, { data, encoding }] of casesIn(readFileSync(join(folder, file), 'latin1')).entries()) {
      total++;
      const page = Buffer.concat([Buffer.from(data, 'latin1'), TELLING]);
      const { body, notes, error } = await front.fetch(page, 'text/html', { as: 'html' });
      const expected = new textEncoding.TextDecoder(encoding).decode(page);
      if (body === expected) continue;
      if (isUtf8(Buffer.from(data, 'latin1')) && /[\u0080-\u00ff]/.test(data)) {
        differences.push({ name: `${file} ${index + 1}`, reason: `it is UTF-8, and read as that though it says ${encoding}` });
        continue;
      }
      const end = typeof body === 'string' ? JSON.stringify(body.slice(-8)) : String(error);
      differences.push({ name: `${file} ${index + 1}`, reason: `${encoding} is expected, it ends in ${end}; ${notes}` });
    }
  }
  return [{ title: 'the charset of a page', total, differences }];
};

function casesIn(text: string): { readonly data: string; readonly encoding: string }[] {
  return text
    .split('#data\n')
    .slice(1)
    .map((part) => {
      const [data = '', encoding = ''] = part.split('\n#encoding\n');
      return { data, encoding: encoding.trim().split('\n')[0]?.trim() ?? '' };
    });
}
