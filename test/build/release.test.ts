import { beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { claudePlugin, claudePluginServers, geminiExtension } from '../../src/build/release/extensions.ts';
import { installLine, installLinks } from '../../src/build/release/install-links.ts';
import { mcpbManifest } from '../../src/build/release/mcpb-manifest.ts';
import { OWNER, unknownFacts, type Owner } from '../../src/build/release/owner.ts';
import { launchFromNpm, mcpServers, readProduct, type Launch, type Product } from '../../src/build/release/product.ts';
import { serverJson } from '../../src/build/release/server-json.ts';
import { settings } from '../../src/build/release/settings.ts';
import { toolList } from '../../src/build/release/tool-list.ts';
import { parseCommand } from '../../src/cli/command-line.ts';
import { launchCommand } from '../support/client.ts';
import { validators } from '../support/validators.ts';
import { serverJsonSchema } from './support/server-json-schema.ts';

const KNOWN: Owner = {
  repository: 'https://github.com/somebody/fetch-many',
  author: { name: 'Some Body' },
  mcpName: 'io.github.somebody/fetch-many',
};
const isServerJson = validators.getValidator(serverJsonSchema);
let product: Product;

beforeAll(async () => {
  product = await readProduct();
});

describe('what only the owner knows', () => {
  test('stands in one place: not in package.json, from which the package is made', () => {
    for (const fact of ['repository', 'author', 'mcpName', 'homepage', 'bugs']) expect(manifest).not.toHaveProperty(fact);
  });

  test('is named while it is not known, and left out of everything', () => {
    expect(unknownFacts({}).map((line) => line.split(':')[0])).toEqual(['repository', 'author', 'mcpName']);
    expect(unknownFacts({ ...KNOWN })).toEqual([]);
    expect(unknownFacts({ mcpName: 'a.b/c' })).toHaveLength(2);
    const made = [serverJson(product, {}), claudePlugin(product, {}), mcpbManifest(product, {}, [])];
    expect(JSON.stringify(made)).not.toMatch(/"(repository|mcpName)"|undefined|null/);
    expect(made[0]).not.toHaveProperty('name');
    expect(made[1]).not.toHaveProperty('author');
    // A bundle must have one: it is what the licence says.
    expect(made[2]).toMatchObject({ author: { name: product.holder } });
  });

  test('goes everywhere once it is known', () => {
    const { author, repository: url, mcpName: name } = KNOWN;
    expect(serverJson(product, KNOWN)).toMatchObject({ name, repository: { url, source: 'github' } });
    expect(claudePlugin(product, KNOWN)).toMatchObject({ author, repository: url });
    expect(mcpbManifest(product, KNOWN, [])).toMatchObject({ author, repository: { type: 'git', url } });
  });
});

describe('server.json', () => {
  test('is what the registry takes', () => {
    expect(isServerJson(serverJson(product, KNOWN))).toMatchObject({ valid: true });
    expect(isServerJson({ ...serverJson(product, OWNER), name: 'io.github.somebody/fetch-many' })).toMatchObject({ valid: true });
  });

  test('without a name it is not, nor with a description of more than 100 characters', () => {
    expect(isServerJson(serverJson(product, {})).errorMessage).toContain("'name'");
    const long = { ...product, description: 'x'.repeat(101) };
    expect(isServerJson(serverJson(long, KNOWN)).errorMessage).toContain('100');
  });

  test('names the package and its version as npm knows them', () => {
    const { name: identifier, version } = manifest;
    expect(serverJson(product, KNOWN)).toMatchObject({ version, packages: [{ registryType: 'npm', identifier, version }] });
  });
});

/** What a link would put into the client's config: each client has its own form. */
function decode(client: string, url: URL): { name: string | null; launch: Launch } {
  const config = url.searchParams.get('config') ?? '';
  const name = url.searchParams.get('name');
  if (client === 'VS Code') return { name, launch: JSON.parse(config) as Launch };
  if (client !== 'Goose') return { name, launch: JSON.parse(Buffer.from(config, 'base64').toString()) as Launch };
  return { name, launch: { command: url.searchParams.get('cmd') ?? '', args: url.searchParams.getAll('arg') } };
}

describe('install links', () => {
  test.each(['VS Code', 'Cursor', 'LM Studio', 'Goose'])('that of %s says what mcp.json of the release says', (client) => {
    const found = installLinks(product).find((each) => each.client === client);
    const url = new URL(found?.url ?? '');
    expect(url.protocol).toBe('https:');
    const { name, launch } = decode(client, url);
    expect({ mcpServers: { [name ?? '']: launch } }).toEqual(mcpServers(product, launchFromNpm(product)));
  });

  test('start what mcp.json of the checkout starts: the only bin of the package', () => {
    expect(launchFromNpm(product)).toEqual({ command: 'npx', args: ['-y', manifest.name] });
    expect(Object.values(manifest.bin)).toEqual(launchCommand().args);
    expect(product.launch).toEqual(launchCommand());
  });

  test('are Markdown that no parenthesis or space ends early', () => {
    const links = installLinks({ ...product, description: 'one (two) three' });
    expect([...installLine(links).matchAll(/\]\(([^()\s]+)\)/g)].map(([, url]) => url)).toEqual(links.map(({ url }) => url));
  });
});

describe('settings that clients ask for', () => {
  test('are variables that the server reads, with what it would take anyway as default', () => {
    const asked = settings();
    expect(asked.length).toBeGreaterThan(3);
    const env = Object.fromEntries(asked.map(({ variable, fallback }) => [variable, String(fallback)]));
    expect(parseCommand([], env)).toEqual(parseCommand([], {}));
    for (const { variable } of asked) expect(() => parseCommand([], { [variable]: '${user_config.x}' })).toThrow(/placeholder/);
  });

  test('a bundle fills every one in, and asks for nothing that it does not use', () => {
    const { server, user_config: form } = mcpbManifest(product, {}, []) as {
      server: { mcp_config: { env: Record<string, string> } };
      user_config: Record<string, { default?: unknown }>;
    };
    expect(Object.values(server.mcp_config.env)).toEqual(Object.keys(form).map((key) => `\${user_config.${key}}`));
    for (const field of Object.values(form)) expect(field.default).toBeDefined();
  });
});

test('what is put into a folder starts from there', () => {
  const script = launchCommand().args[0];
  expect(mcpbManifest(product, {}, [])).toMatchObject({
    server: { entry_point: script, mcp_config: { command: 'node', args: [`\${__dirname}/${script}`] } },
  });
  expect(geminiExtension(product)).toMatchObject({ mcpServers: { 'fetch-many': { args: [`\${extensionPath}/${script}`] } } });
  expect(claudePluginServers(product)).toMatchObject({
    mcpServers: { 'fetch-many': { args: [`\${CLAUDE_PLUGIN_ROOT}/${script}`] } },
  });
});

test('a bundle lists the tools of the server', async () => {
  const tools = await toolList();
  expect(tools.map(({ name }) => name)).toEqual(['fetch_many', 'request_many', 'read_result']);
  expect(mcpbManifest(product, {}, tools)).toMatchObject({ tools: tools.map(({ name }) => ({ name })) });
});

test('the description fits where descriptions go', () => {
  expect(manifest.description.length).toBeLessThanOrEqual(100);
  expect(manifest.description).not.toMatch(/[\n"]/);
});
