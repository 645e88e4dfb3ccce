import type { Tool } from '../../tools/tool.ts';
import type { Owner } from './owner.ts';
import { defined, launchFromFolder, type Product } from './product.ts';
import { settings } from './settings.ts';

/** The manifest of an MCP bundle, which Claude Desktop installs with a click: version 0.3 of the format. */
export function mcpbManifest(
  product: Product,
  { author, repository }: Owner,
  tools: readonly Pick<Tool, 'name' | 'title'>[],
): object {
  const { version, description, license, keywords, node, server, launch, holder } = product;
  const asked = settings();
  return {
    manifest_version: '0.3',
    name: server,
    version,
    description,
    author: author ?? { name: holder },
    ...defined({ repository: repository && { type: 'git', url: repository } }),
    license,
    keywords,
    server: {
      type: 'node',
      entry_point: launch.args[0],
      mcp_config: {
        ...launchFromFolder(product, '${__dirname}'),
        env: Object.fromEntries(asked.map(({ key, variable }) => [variable, `\${user_config.${key}}`])),
      },
    },
    tools: tools.map((tool) => ({ name: tool.name, description: tool.title })),
    compatibility: { platforms: ['darwin', 'linux', 'win32'], runtimes: { node } },
    user_config: Object.fromEntries(
      asked.map(({ key, title, description: meaning, type, fallback }) => {
        return [key, { type, title, description: meaning, required: false, default: fallback }];
      }),
    ),
  };
}
