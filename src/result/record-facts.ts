/** What is known of a request beside its body and headers: what its record is read again by. */
export interface RequestFacts {
  /** Its index in the call. */
  readonly i: number;
  readonly id: string | null;
  /** The URL that was asked for; null where there is none. */
  readonly url: string | null;
  /** Where redirects ended, if there were any. */
  readonly final_url: string | null;
  readonly vars: Readonly<Record<string, unknown>> | null;
  readonly status: number | null;
  readonly ok: boolean;
  /** Null if it is ok. */
  readonly outcome: string | null;
  /** Of an outcome that has several. Programs do not see it. */
  readonly kind?: string | undefined;
  readonly attempts: number;
  /** From when it was its turn until its answer was there. */
  readonly ms: number | null;
  readonly error: string | null;
}

/** The same with the headers of its answer: what a program over records sees of it. */
export interface RecordFacts extends RequestFacts {
  /** All that may be shown, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The URL that answered, or was to; empty if there is none. */
export function endUrl({ url, final_url: finalUrl }: RequestFacts): string {
  return finalUrl ?? url ?? '';
}
