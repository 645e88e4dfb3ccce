import type { ProxyServer, ProxyConfig } from '../http/proxy/proxy-server.ts';
import { parseUrl } from '../parse-url.ts';

/**
 * Reads `--proxy`. A URL is for every request, whatever the environment says. `env` stands for `HTTP_PROXY` and
 * `HTTPS_PROXY` (each falls back to `HTTP_PROXY`, then to `ALL_PROXY`) but for what `NO_PROXY` lists, as curl has it;
 * where a variable is there in lower case that wins, even when empty, which means none.
 * @param text `env`, a URL of http or https, `HOST:PORT`, or nothing for none
 * @throws {RangeError} if it is none of these; what it was is not repeated, since it may hold a password
 */
export function parseProxy(text: string, env: Readonly<Record<string, string | undefined>>): ProxyConfig | undefined {
  if (text.trim() === '') return undefined;
  if (text.trim().toLowerCase() !== 'env') {
    const server = parseServer(text.trim(), '--proxy');
    return Object.freeze({ http: server, https: server, noProxy: '' });
  }
  const http = fromEnvironment(env, ['http_proxy', 'all_proxy']);
  const https = fromEnvironment(env, ['https_proxy', 'http_proxy', 'all_proxy']);
  return http || https ? Object.freeze({ http, https, noProxy: variable(env, 'no_proxy')?.text ?? '' }) : undefined;
}

/** Reads the first of these variables that is there. */
function fromEnvironment(env: Readonly<Record<string, string | undefined>>, names: readonly string[]): ProxyServer | undefined {
  const found = names.map((name) => variable(env, name)).find((each) => each !== undefined);
  if (!found || found.text === '') return undefined;
  try {
    return parseServer(found.text, `${found.name}, read because of --proxy env`);
  } catch (error) {
    throw error instanceof RangeError ? new RangeError(`${found.name}: ${error.message}`, { cause: error }) : error;
  }
}

function variable(env: Readonly<Record<string, string | undefined>>, lower: string): { name: string; text: string } | undefined {
  const name = [lower, lower.toUpperCase()].find((each) => env[each] !== undefined);
  return name === undefined ? undefined : { name, text: (env[name] ?? '').trim() };
}

const EXPECTED = 'expected a proxy such as http://127.0.0.1:3128 or https://USER:PASSWORD@HOST:PORT';

function parseServer(text: string, from: string): ProxyServer {
  const written = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = parseUrl(written);
  if (url && !/^https?:$/.test(url.protocol)) {
    throw new RangeError(`${EXPECTED}; ${url.protocol}// proxies are not supported`);
  }
  // A password with a raw "/", "?" or "#" ends up behind the host.
  if (!url?.hostname || url.pathname !== '/' || url.search || url.hash) {
    throw new RangeError(`${EXPECTED}, with nothing after the port and reserved characters percent-encoded`);
  }
  const tls = url.protocol === 'https:';
  return Object.freeze({
    tls,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (tls ? 443 : 80),
    authorization: basic(url),
    from,
  });
}

/** RFC 7617, with the name and the password as UTF-8. */
function basic({ username, password }: URL): string | undefined {
  if (!username && !password) return undefined;
  try {
    const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(credentials).toString('base64')}`;
  } catch {
    throw new RangeError(`${EXPECTED}; a "%" in the name or the password is written %25`);
  }
}
