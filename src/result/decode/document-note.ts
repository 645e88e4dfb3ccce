import { inspect } from './content-kind.ts';
import { describe } from './describe-binary.ts';

/** Documents whose text is there, and is not read: PDF, Microsoft Office, OpenDocument, iWork. */
const DOCUMENT =
  /^application\/(?:x-)?(?:pdf|msword|msexcel|mspowerpoint|vnd\.(?:ms-(?:excel|powerpoint|word)|openxmlformats-officedocument|oasis\.opendocument|apple\.(?:pages|numbers|keynote))\b.*)$/;

/** What to know of a description that stands for a document with a text. @param type by which the body is described */
export function documentNotes(type: string): readonly string[] {
  return DOCUMENT.test(type) ? ['the text of PDF and office files is not read; "as": "base64" gives the bytes'] : [];
}

/** The same of a document whose bytes are taken for text. Spreadsheets that are CSV with a wrong label are text. */
export function textNotes(body: Buffer, contentType: string | undefined): readonly string[] {
  return inspect(contentType, body).kind === 'binary' ? documentNotes(describe(body, contentType).type) : [];
}
