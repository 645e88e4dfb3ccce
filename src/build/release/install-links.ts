import { launchFromNpm, type Launch, type Product } from './product.ts';

/** A link that installs the server in a client. */
export interface InstallLink {
  readonly client: string;
  readonly url: string;
}

/**
 * A link for each client that has such, to its page on the web, which opens the client: pages that show Markdown drop links
 * to programs. All start the package on npm.
 */
export function installLinks(product: Product): InstallLink[] {
  const { server, description } = product;
  const launch = launchFromNpm(product);
  const base64 = Buffer.from(JSON.stringify(launch)).toString('base64');
  return [
    link('VS Code', 'https://vscode.dev/redirect/mcp/install', { name: server, config: JSON.stringify(launch) }),
    link('Cursor', 'https://cursor.com/en/install-mcp', { name: server, config: base64 }),
    link('LM Studio', 'https://lmstudio.ai/install-mcp', { name: server, config: base64 }),
    link('Goose', 'https://block.github.io/goose/extension', {
      cmd: launch.command,
      arg: launch.args,
      id: server,
      name: server,
      description,
    }),
  ];
}

/** Not by URLSearchParams: of `+` for a space not every client knows. */
function link(client: string, page: string, fields: Readonly<Record<string, string | Launch['args']>>): InstallLink {
  const pairs = Object.entries(fields).flatMap(([name, value]) => {
    return [value].flat().map((text) => `${name}=${encode(text)}`);
  });
  return { client, url: `${page}?${pairs.join('&')}` };
}

/** Parentheses, too, which end a link in Markdown. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('(', '%28').replaceAll(')', '%29');
}

/** The links as Markdown, on one line. */
export function installLine(links: readonly InstallLink[]): string {
  return links.map(({ client, url }) => `[Install in ${client}](${url})`).join(' · ');
}
