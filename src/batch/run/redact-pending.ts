import type { Redactor } from '../../http/secrets/redact.ts';
import type { PendingRecord } from '../outcome/draft.ts';

/**
 * Takes secrets out of what has become of a request, before anything of it is cut: nobody could tell half a secret. Bodies
 * have been redacted already, URLs of redirects have not.
 */
export function redactPending(pending: PendingRecord, redactor: Redactor): PendingRecord {
  if (redactor.isEmpty) return pending;
  const { record, headers, orNull } = pending;
  return {
    ...pending,
    record: redactor.value(record),
    headers: headers && (() => redactor.value(headers())),
    ...(orNull ? { orNull: redactPending(orNull, redactor) } : {}),
  };
}
