import type { NamedSecrets } from '../secrets/redact.ts';
import { secretsOf } from '../secrets/secrets.ts';
import type { ProxyConfig } from './proxy-server.ts';

/** What of the proxies' credentials must not be shown, should a proxy send it back in place of a server's answer. */
export function proxySecrets(config: ProxyConfig | undefined): NamedSecrets[] {
  const values = [config?.http, config?.https].flatMap((server) => server?.authorization ?? []);
  const secrets = [...new Set(values)].flatMap((value) => secretsOf(value));
  return secrets.length > 0 ? [{ name: 'proxy', secrets }] : [];
}
