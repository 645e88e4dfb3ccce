import type { Owner } from './owner.ts';
import { defined, launchFromFolder, mcpServers, type Product } from './product.ts';
import { settings } from './settings.ts';

/** `gemini-extension.json`. Gemini CLI passes only those variables on that are declared as settings. */
export function geminiExtension(product: Product): object {
  const { server: name, version, description } = product;
  return {
    name,
    version,
    description,
    ...mcpServers(product, launchFromFolder(product, '${extensionPath}')),
    settings: settings().map((setting) => ({
      name: setting.title,
      description: setting.description,
      envVar: setting.variable,
      sensitive: false,
    })),
  };
}

/** `.claude-plugin/plugin.json`; the server stands in the plugin's `.mcp.json`, the skill in its `skills/`. */
export function claudePlugin({ server: name, version, description, license, keywords }: Product, owner: Owner): object {
  const { author, repository } = owner;
  return { name, version, description, ...defined({ author, repository }), license, keywords };
}

/** The plugin's `.mcp.json`. */
export function claudePluginServers(product: Product): object {
  return mcpServers(product, launchFromFolder(product, '${CLAUDE_PLUGIN_ROOT}'));
}
