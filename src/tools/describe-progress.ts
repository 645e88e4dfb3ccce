import { describePoll } from '../batch/outcome/poll.ts';
import type { Progress } from '../batch/run/run-options.ts';

/** Of a kind: origins that are waited for, requests that are asked again. */
const MAX_TOLD = 3;
/** Characters of the URL of a request that is asked again. */
const MAX_URL = 60;

/**
 * How far a call has come, in one line: `37/100 done, 2 failed, 12 further pages; api.example.com: waiting 12 s (429);
 * api.example.com/jobs/7: asked 3 times, last saw status: "running"`.
 */
export function describeProgress({ done, total, failed, pages, waits, polling }: Progress): string {
  const failures = failed > 0 ? `, ${failed} failed` : '';
  const further = pages > 0 ? `, ${pages} further ${pages === 1 ? 'page' : 'pages'}` : '';
  const waiting = [...waits].flatMap(([origin, { until, why }]) => {
    const seconds = Math.ceil((until - performance.now()) / 1_000);
    return seconds > 0 ? [`; ${new URL(origin).host}: waiting ${seconds} s (${why})`] : [];
  });
  const asked = [...polling].flatMap(({ poll, nodes: [first] }) => {
    return poll && poll.asks > 0 && first?.planned ? [`; ${shortUrl(first.planned.request.url)}: ${describePoll(poll)}`] : [];
  });
  return `${done}/${total} done${failures}${further}${[waiting, asked].flatMap(firstFew).join('')}`;
}

function firstFew(told: readonly string[]): readonly string[] {
  return told.length > MAX_TOLD ? [...told.slice(0, MAX_TOLD), `; and ${told.length - MAX_TOLD} more`] : told;
}

function shortUrl({ host, pathname, search }: URL): string {
  const shown = `${host}${pathname}${search}`;
  return shown.length > MAX_URL ? `${shown.slice(0, MAX_URL - 1)}…` : shown;
}
