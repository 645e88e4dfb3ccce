import { parseNoProxy } from './no-proxy.ts';
import type { ProxyConfig, ProxyServer } from './proxy-server.ts';

/** The proxy a target is reached through; none if it is reached directly. */
export type ChooseProxy = (protocol: string, host: string, port: number) => ProxyServer | undefined;

/**
 * Nothing but `NO_PROXY` exempts a target, as with curl: a proxy is used for localhost, too, unless that is listed.
 * @param config what the operator has said; none: every target is reached directly
 */
export function chooseProxy(config: ProxyConfig | undefined): ChooseProxy {
  if (!config) return () => undefined;
  const exempt = parseNoProxy(config.noProxy);
  return (protocol, host, port) => {
    return exempt(host, port) ? undefined : protocol === 'https:' ? config.https : config.http;
  };
}
