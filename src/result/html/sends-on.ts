import type { Elements } from './elements.ts';
import type { Addresses } from './markdown/links.ts';
import type { ElementNode } from './dom.ts';
import { attribute, closest, rawText } from './walk.ts';

/** Longer delays are for whoever leaves the page open. */
const MAX_DELAY_S = 60;
/** A longer script does more than to send on. */
const MAX_SCRIPT = 2_000;

const REFRESH = /^\s*(\d*)[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?(?:"([^"]*)"|'([^']*)'|(\S.*))/i;
const ASSIGNED = /(?:^|[\s;{(])(?:(?:window|document|self|top|parent)\.)?location(?:\.href)?\s*=\s*(?:"([^"\\]+)"|'([^'\\]+)')/;
const CALLED = /location\.(?:replace|assign)\(\s*(?:"([^"\\]+)"|'([^'\\]+)')\s*\)/;

/**
 * Where a page sends browsers on to: the address of its `<meta http-equiv="refresh">` (HTML standard, 4.2.5.3), unless
 * that is for browsers without scripts or reloads the page.
 */
export function refreshTarget(elements: Elements, addresses: Addresses, pageUrl: string): string | undefined {
  for (const each of elements.named('meta')) {
    if (attribute(each, 'http-equiv').toLowerCase() !== 'refresh') continue;
    if (closest(each, ({ name }) => name === 'noscript')) continue;
    const [, delay = '0', double, single, bare] = REFRESH.exec(attribute(each, 'content')) ?? [];
    const url = addresses.image((double ?? single ?? bare ?? '').trim());
    if (url !== undefined && Number(delay) <= MAX_DELAY_S && !isSame(url, pageUrl)) return url;
  }
  return undefined;
}

/** Where a script that does little else sends browsers on to. */
export function scriptTarget(scripts: readonly ElementNode[], addresses: Addresses, pageUrl: string): string | undefined {
  for (const script of scripts) {
    const text = rawText(script);
    const [, ...targets] = text.length > MAX_SCRIPT ? [] : (ASSIGNED.exec(text) ?? CALLED.exec(text) ?? []);
    const target = targets.find((each) => each !== undefined);
    const url = target === undefined ? undefined : addresses.image(target);
    if (url !== undefined && !isSame(url, pageUrl)) return url;
  }
  return undefined;
}

function isSame(url: string, pageUrl: string): boolean {
  return url.split('#')[0] === pageUrl.split('#')[0];
}
