import { parseUrl } from '../../parse-url.ts';
import { mediaType } from './media-type.ts';

/** Media types that say nothing of what a file is; spreadsheets are said of CSV by servers that go by the program. */
const VAGUE = /^$|^text\/plain$|^(?:application|binary)\/octet-stream$|^application\/(?:vnd\.ms-excel|(?:x-|force-)?download)$/;
const NAME = /\.(csv|tsv)$/i;
const FORMAT = /[?&]\w{0,20}(?:format|type|output)=(csv|tsv)(?:&|$)/i;

/**
 * The media type of text that its URL calls CSV where its label says nothing, as hosts of source files and of storage do.
 * @returns undefined where it is not called so
 */
export function namedCsvType(contentType: string | undefined, url: string | undefined): string | undefined {
  const parsed = url !== undefined && VAGUE.test(mediaType(contentType)) ? parseUrl(url) : undefined;
  if (!parsed) return undefined;
  const name = (NAME.exec(parsed.pathname) ?? FORMAT.exec(parsed.search))?.[1]?.toLowerCase();
  return name && (name === 'tsv' ? 'text/tab-separated-values' : 'text/csv');
}
