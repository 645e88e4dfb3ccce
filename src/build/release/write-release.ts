import { existsSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../paths.ts';
import { copyPackage, copyServer, writeJson } from './copy-server.ts';
import { claudePlugin, claudePluginServers, geminiExtension } from './extensions.ts';
import { installLine, installLinks } from './install-links.ts';
import { mcpbManifest } from './mcpb-manifest.ts';
import type { Owner } from './owner.ts';
import { launchFromNpm, mcpServers, readProduct, type Product } from './product.ts';
import { serverJson } from './server-json.ts';
import { toolList } from './tool-list.ts';

/** What a release is made of, all of it from `package.json`, `mcp.json`, the options, the tools and the owner's facts. */
export interface Release {
  readonly product: Product;
  /** The package for npm. */
  readonly npm: string;
  /** What a bundle for Claude Desktop is packed from. */
  readonly mcpb: string;
  readonly gemini: string;
  readonly claude: string;
  /** Whether there is a skill, which goes into the plugin and the extension. */
  readonly hasSkill: boolean;
}

/**
 * Writes everything that is released into a folder, which is emptied first. `dist/` must have been built.
 * @returns where what is
 */
export async function writeRelease(owner: Owner, to: string): Promise<Release> {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  const product = await readProduct();
  const { server } = product;
  const [npm, mcpb] = [join(to, 'npm'), join(to, 'mcpb')];
  // Gemini CLI wants an extension's folder to bear its name.
  const [gemini, claude] = [join(to, 'gemini', server), join(to, 'claude', server)];
  await writeJson(join(to, 'server.json'), serverJson(product, owner));
  await writeJson(join(to, 'mcp.json'), mcpServers(product, launchFromNpm(product)));
  await writeFile(join(to, 'install-links.md'), `${installLine(installLinks(product))}\n`);
  await copyPackage(owner, npm);
  for (const folder of [mcpb, gemini, claude]) await copyServer(product, folder);
  await writeJson(join(mcpb, 'manifest.json'), mcpbManifest(product, owner, await toolList()));
  await writeJson(join(gemini, 'gemini-extension.json'), geminiExtension(product));
  await writeJson(join(claude, '.claude-plugin/plugin.json'), claudePlugin(product, owner));
  await writeJson(join(claude, '.mcp.json'), claudePluginServers(product));
  const skill = join(ROOT, 'src/skill');
  const hasSkill = existsSync(join(skill, 'SKILL.md'));
  if (hasSkill) for (const folder of [gemini, claude]) await cp(skill, join(folder, 'skills', server), { recursive: true });
  return { product, npm, mcpb, gemini, claude, hasSkill };
}
