import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';

/** How a client starts a server on stdio. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
}

/** What is released, as the files of the checkout say it. */
export interface Product {
  /** The package's name on npm. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly keywords: readonly string[];
  /** The versions of Node that it runs on. */
  readonly node: string;
  /** The server's name in clients. */
  readonly server: string;
  /** How it starts where it has been built. */
  readonly launch: Launch;
  /** Whose copyright the licence names. */
  readonly holder: string;
}

/**
 * Reads `package.json`, `mcp.json` and `LICENSE`.
 * @throws {Error} if one of them does not say what a release needs
 */
export async function readProduct(): Promise<Product> {
  const manifest = await readJson<Manifest>('package.json');
  const config = await readJson<{ mcpServers: Record<string, Launch> }>('mcp.json');
  const [[server, launch] = [], ...others] = Object.entries(config.mcpServers);
  if (server === undefined || launch === undefined || others.length > 0) throw new Error('mcp.json is to have one server');
  const holder = /^Copyright \(c\) [\d-]+ (.+)$/m.exec(await readFile(join(ROOT, 'LICENSE'), 'utf8'))?.[1];
  if (holder === undefined) throw new Error('LICENSE names no copyright holder');
  const { name, version, description, license, keywords, engines } = manifest;
  return { name, version, description, license, keywords, node: engines.node, server, launch, holder };
}

/** How it starts from the npm registry, without being installed first. */
export function launchFromNpm({ name }: Product): Launch {
  return { command: 'npx', args: ['-y', name] };
}

/** How it starts in a folder that a client has put somewhere. @param folder what the client puts the folder's path in place of */
export function launchFromFolder({ launch }: Product, folder: string): Launch {
  const [script = '', ...args] = launch.args;
  return { command: launch.command, args: [`${folder}/${script}`, ...args] };
}

/** The config that most clients read, with this server. */
export function mcpServers({ server }: Product, launch: Launch): { mcpServers: Record<string, Launch> } {
  return { mcpServers: { [server]: launch } };
}

/** What an object has, without what is undefined. */
export function defined<T extends object>(facts: T): Partial<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same members, some left out
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Partial<T>;
}

type Manifest = Pick<Product, 'name' | 'version' | 'description' | 'license' | 'keywords'> & { engines: { node: string } };

async function readJson<T>(file: string): Promise<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of this checkout
  return JSON.parse(await readFile(join(ROOT, file), 'utf8')) as T;
}
