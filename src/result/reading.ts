import type { DecodeAs } from './decode/decode.ts';
import type { MoreHint } from './page-hints.ts';

/** How the bytes of an answer are to be read: everything that it takes beside the bytes themselves. */
export interface Reading {
  readonly contentType: string | undefined;
  /** Of the answer, to make its links absolute. */
  readonly url: string;
  readonly as: DecodeAs;
  /** Whether what cannot be read as asked is shown as it is: what a failing answer says matters more than its form. */
  readonly isLenient: boolean;
  /** What to extract from HTML or XML by CSS, as a caller wrote it: its result is the body then, in place of `as`. */
  readonly extract?: unknown;
  /** A JMESPath expression, or a list of paths. */
  readonly select: string | readonly string[] | undefined;
  /** JSON of what functions in the place of expressions are told of the record: `{headers, status, vars, url}`. */
  readonly record?: string;
  /** Whether keys that are not there are null: other bodies of the same template have them. */
  readonly isAbsentNull?: boolean;
  /** Why a page is to be plain text, as a note says it: converting it took too long or too much memory. */
  readonly plainBecause?: string;
  /**
   * Absent: one body. Else several pages are joined: their items by this JMESPath, or each page's whole; and what leads to
   * the next, which the last does not have. Broken off: the next failed, and so this is not all.
   */
  readonly pages?: {
    readonly items: string | undefined;
    readonly next?: string | undefined;
    readonly isBrokenOff?: boolean;
  };
  /** What is known of further pages; absent where they are followed, or are not wanted. */
  readonly further?: FurtherPages | undefined;
}

/** What is known of further pages beside the body of one that was asked for alone. */
export interface FurtherPages {
  /** Where the answer names the next, as `paginate.next` has it. */
  readonly next?: 'link' | 'header:x-next-page' | 'header:x-ms-continuationtoken';
  /** What a cursor of that header goes into. */
  readonly param?: string;
  /** How much there is in all, as headers say it that nobody sees. */
  readonly totals?: readonly MoreHint[];
  /** The program that reads the body, where nobody sees it. */
  readonly program?: string;
  /** Whether a text is looked for in it, and only where that is is seen. */
  readonly isSearched?: boolean;
}
