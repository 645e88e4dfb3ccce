import type { RequestPhase, RequestProgress } from '../../http/message.ts';

const PHASES: Readonly<Record<RequestPhase, string>> = {
  robots: 'waiting for robots.txt',
  permit: 'waiting for a permit',
  backoff: 'backing off',
  connect: 'connecting',
  headers: 'waiting for headers',
  body: 'reading the body',
  answered: 'its answer had come, and was being read',
};

/** Answers that go on for as long as the connection does. */
const STREAM = /^(?:text\/event-stream|multipart\/x-mixed-replace)\b/i;

/** What a request is waiting for, in words. */
export function describePhase({ phase, bytes, contentType = '' }: RequestProgress): string {
  if (phase !== 'body') return PHASES[phase];
  const read = `${PHASES.body}, ${bytes} bytes so far`;
  const [stream] = STREAM.exec(contentType) ?? [];
  return stream === undefined ? read : `${read} of ${stream}, which may never end: streams that stay open are not offered`;
}

/** A second: what is waited for is timed a little later than it begins. */
const MIN_WAITED_MS = 990;

/** What a request that failed has waited for, and why it was not tried again although it might have been. */
export function describePatience({ attempts, gaveUp, waitedMs = 0 }: RequestProgress): string {
  const waited = waitedMs >= MIN_WAITED_MS ? `waited ${Math.round(waitedMs / 1_000)} s` : '';
  if (!gaveUp) return waited && `; ${waited}`;
  const seconds = Math.ceil(gaveUp.waitMs / 1_000);
  const left = seconds > 0 ? `a wait of ${seconds} s does not fit into ${gaveUp.limit}` : 'too many in a row failed to reach it';
  return `; given up after ${attempts} of ${gaveUp.attempts} attempts${waited && `, ${waited}`}: ${left}`;
}
