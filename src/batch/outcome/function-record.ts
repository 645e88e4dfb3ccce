import type { Reading } from '../../result/reading.ts';
import { isFunction } from '../../result/run-function.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { Answer } from './answer.ts';
import { shownHeaders } from './header-values.ts';
import type { BodyContext } from './read-body.ts';

/** What functions are told of the record, beside its body: `{headers, status, vars, url}` as JSON, secrets taken out. */
export function functionRecord(
  { row, shownVars }: Pick<PlannedRequest, 'row' | 'shownVars'>,
  { headers, status }: Pick<Answer, 'headers' | 'status'>,
  { url, redactor }: Pick<BodyContext, 'url' | 'redactor'>,
): string {
  const record = { headers: shownHeaders(headers, url), status, vars: shownVars ? row : null, url };
  return JSON.stringify(redactor.value(record));
}

/** A reading with what its functions are told, if it has any. */
export function withRecord<R extends Pick<Reading, 'select' | 'pages' | 'record'>>(reading: R, make: () => string): R {
  const needsRecord = isFunction(reading.select) || isFunction(reading.pages?.items);
  return needsRecord ? { ...reading, record: make() } : reading;
}
