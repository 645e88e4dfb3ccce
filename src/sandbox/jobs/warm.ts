import { readShown } from '../../result/read-shown.ts';
import type { Reading } from '../../result/reading.ts';

const PAGE = Buffer.from('<!doctype html><html><head><title>t</title></head><body><main><h1>t</h1><p>t</p></main></body></html>');
const READING: Reading = {
  contentType: 'text/html; charset=utf-8',
  url: 'http://localhost/',
  as: 'auto',
  isLenient: false,
  select: undefined,
};
const MAX_TOKENS = 500;

/** Reads a page and selects from a body, so that what takes longest to load is there when the first ones come. */
export async function run(): Promise<void> {
  await readShown([PAGE], READING, MAX_TOKENS);
  await readShown([Buffer.from('{"t": 1}')], { ...READING, as: 'json', select: 't' }, MAX_TOKENS);
}
