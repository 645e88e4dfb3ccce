import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { headerProblems } from '../http/header-rules.ts';
import { oneLine } from './build-config.ts';
import { ConfigError } from './config.ts';
import { nameInstead } from './meant-name.ts';
import { placeholderProblem } from './placeholder.ts';
import { textOf } from './text-of.ts';
import { secretProblem, secretsOf } from '../http/secrets/secrets.ts';
import type { Profile } from '../http/secrets/profile.ts';
import { parseUrl } from '../parse-url.ts';

/** Where values come from: the environment, and files beside the config file. */
export interface SecretSources {
  /** The config file's path. */
  readonly path: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/i;
const REFERENCE = /\$\{(?:(env|file):)?([^}]*)\}/g;
/** What servers take in all headers together is 8 to 16 KiB. */
const MAX_VALUE_LENGTH = 8_192;
/** What says nothing about who asks may stand in the file as it is; anything else may be a secret. */
const PLAIN_HEADERS = /^(accept|accept-language|user-agent|cache-control|prefer|from|(.+-)?version)$/;

/**
 * Reads `profiles` of the config file: headers that are attached to every request to one origin.
 * @throws {ConfigError} naming the file and the key; it never repeats a value
 */
export function parseProfiles(given: unknown, sources: SecretSources): readonly Profile[] {
  const profiles = Object.entries(objectAt(given, 'profiles', sources)).map(([name, value]) =>
    parseProfile(name, value, sources),
  );
  const taken = new Map<string, string>();
  for (const { name, origin, headers } of profiles) {
    for (const header of Object.keys(headers)) {
      const other = taken.get(`${origin} ${header}`);
      if (other !== undefined) {
        refuse(sources, `profiles.${name}.headers.${header}`, `is set for ${origin} by profiles.${other} already`);
      }
      taken.set(`${origin} ${header}`, name);
    }
  }
  return profiles;
}

function parseProfile(name: string, value: unknown, sources: SecretSources): Profile {
  const at = `profiles.${name.slice(0, 50)}`;
  if (!NAME.test(name)) refuse(sources, at, 'a name has 1 to 40 letters, digits, ".", "_" and "-"');
  const { origin, headers, ...others } = objectAt(value, at, sources);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    refuse(sources, `${at}.${unknown}`, `unknown key; ${nameInstead(unknown, ['origin', 'headers'])}`);
  }
  const entries = Object.entries(objectAt(headers, `${at}.headers`, sources));
  if (entries.length === 0) refuse(sources, `${at}.headers`, 'has none');
  const texts = entries.map(([header, text]): [string, string] => {
    if (typeof text !== 'string') refuse(sources, `${at}.headers.${header}`, 'expected text such as "Bearer ${env:TOKEN}"');
    return [header, text];
  });
  const secrets: string[] = [];
  const resolved = texts.map(([header, text]): [string, string] => {
    const whole = resolveValue(header, text, `${at}.headers.${header}`, sources, secrets);
    secrets.push(...secretsOf(whole));
    return [header, whole];
  });
  for (const { path, message } of headerProblems(Object.fromEntries(resolved)))
    refuse(sources, `${at}.headers`, `${path}: ${message}`);
  return {
    name,
    origin: parseOrigin(origin, `${at}.origin`, sources),
    headers: Object.fromEntries(resolved.map(([header, whole]) => [header.toLowerCase(), whole])),
    secrets: [...new Set(secrets)],
  };
}

/** One header's value with its references resolved; what they stand for is added to `secrets`. */
function resolveValue(header: string, text: string, at: string, sources: SecretSources, secrets: string[]): string {
  if (text.replaceAll(REFERENCE, '') === text && !PLAIN_HEADERS.test(header.toLowerCase())) {
    refuse(sources, at, 'a secret does not stand in the file itself; refer to it: ${env:NAME} or ${file:PATH}');
  }
  const whole = text.replaceAll(REFERENCE, (reference, kind: string | undefined, name: string) => {
    if (kind === undefined || !name) refuse(sources, at, `${reference} is neither \${env:NAME} nor \${file:PATH}`);
    const secret = kind === 'env' ? sources.env[name] : readSecret(name, reference, at, sources);
    if (secret === undefined) refuse(sources, at, `${reference}: there is no such variable in the environment`);
    const problem = secretProblem(secret);
    if (problem) refuse(sources, at, `${reference} ${problem}`);
    // Only as a whole: some password may have such letters in it.
    const unfilled = /^\s*\$\{[^}]*\}\s*$/.test(secret) ? placeholderProblem(secret) : undefined;
    if (unfilled !== undefined) refuse(sources, at, `${reference}: ${unfilled}`);
    secrets.push(secret);
    return secret;
  });
  if (whole.length > MAX_VALUE_LENGTH) refuse(sources, at, `is longer than ${MAX_VALUE_LENGTH} characters`);
  return whole.trim();
}

function readSecret(name: string, reference: string, at: string, sources: SecretSources): string {
  const path = resolve(dirname(sources.path), name);
  try {
    return textOf(readFileSync(path)).replace(/\r?\n$/, '');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : oneLine(error);
    return refuse(sources, at, `${reference}: ${path} cannot be read (${why})`);
  }
}

function parseOrigin(given: unknown, at: string, sources: SecretSources): string {
  const url = typeof given === 'string' ? parseUrl(given) : undefined;
  if (typeof given !== 'string' || !url) refuse(sources, at, 'expected an origin such as "https://api.github.com"');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') refuse(sources, at, 'expected https: or http:');
  if (url.host.includes('*')) refuse(sources, at, 'stands for one origin; there are no wildcards');
  if (url.username || url.password || url.href !== `${url.origin}/` || /[?#]/.test(given)) {
    refuse(sources, at, `expected an origin alone, without path, query or user name: "${url.origin}"`);
  }
  const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && !isLoopback) {
    refuse(sources, at, 'a secret is not sent in the clear: use https (http is for this machine only)');
  }
  return url.origin;
}

function objectAt(value: unknown, at: string, sources: SecretSources): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(sources, at, 'expected an object');
  return { ...value };
}

function refuse({ path }: SecretSources, at: string, why: string): never {
  throw new ConfigError(`--config ${path}: ${at}: ${why}`);
}
