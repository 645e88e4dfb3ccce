import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { connect, launchCommand, ROOT } from '../support/client.ts';
import { FLAGS, provoke } from './provoke.ts';

const readme = readFileSync(new URL('README.md', ROOT), 'utf8');

/** A part of the README from its heading to the next one of the same rank. */
function section(heading: string): string {
  const from = readme.indexOf(`\n## ${heading}\n`);
  if (from < 0) throw new Error(`README.md has no section "${heading}"`);
  const to = readme.indexOf('\n## ', from + 1);
  return readme.slice(from, to < 0 ? undefined : to);
}

/** Says what no server on loopback can bring about, such as a name that nobody knows. */
const CLASSIFY = new URL('src/http/failures/classify.ts', ROOT);

/** Matches a message with anything in place of each ellipsis. */
function pattern(message: string): RegExp {
  const parts = message.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('[^]+?'));
}

test('each message that is explained is what is said when it comes to that', async () => {
  const messages = [...section('When something goes wrong').matchAll(/^\| `([^`]+)` \|/gm)].map(([, message = '']) => message);
  expect(messages.length).toBeGreaterThanOrEqual(12);
  const server = await connect(...FLAGS);
  const said = await provoke(server);
  await server.close();
  said.push(readFileSync(CLASSIFY, 'utf8'));
  expect(messages.filter((message) => !said.some((text) => pattern(message).test(text)))).toEqual([]);
}, 40_000);

/** How a client's block starts the server: `[command, ...args]`; undefined if it is not to be read. */
function launchOf(language: string, block: string): readonly string[] | undefined {
  if (language === 'json') return launchIn(JSON.parse(block));
  const command = /^\s*(?:command =|cmd:) "?([\w-]+)"?$/m.exec(block)?.[1];
  const args = /^\s*args(?: =|:) (\[.*\])$/m.exec(block)?.[1];
  if (command !== undefined && args !== undefined) return [command, ...(JSON.parse(args) as string[])];
  return / -- (.*)\n/.exec(block)?.[1]?.split(' ');
}

/** The launch at the bottom of the objects of a config file: servers by name, under one key. */
function launchIn(config: unknown): readonly string[] | undefined {
  if (typeof config !== 'object' || config === null) return undefined;
  if ('command' in config && 'args' in config) return [String(config.command), ...(config.args as string[])];
  const [[name, within] = [], ...others] = Object.entries(config);
  if (others.length > 0) return undefined;
  return name === undefined ? undefined : launchIn(within);
}

test('every block for a client starts what mcp.json starts', () => {
  const { command, args } = launchCommand();
  const [script = '', ...rest] = args;
  const meant = [command, `/path/to/fetch-many/${script}`, ...rest];
  const blocks = [...section('Install').matchAll(/```(\w*)\n([^]*?)```/g)];
  expect(blocks.length).toBeGreaterThanOrEqual(9);
  expect(blocks.map(([, language = '', block = '']) => launchOf(language, block))).toEqual(blocks.map(() => meant));
  for (const client of ['Claude Code', 'Claude Desktop', 'Cursor', 'VS Code', 'Codex', 'Gemini CLI', 'Zed', 'Windsurf', 'Goose'])
    expect(section('Install')).toContain(`${client}</b>`.replace('Claude Code</b>', '**Claude Code**'));
});

test('every link within the README leads somewhere', () => {
  const anchors = new Set([...readme.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => slug(heading)));
  const links = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
  expect(links.length).toBeGreaterThan(1);
  expect(links.filter((link) => !anchors.has(link))).toEqual([]);
});

/** The anchor of a heading, as GitHub makes it. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(/\s/g, '-');
}
