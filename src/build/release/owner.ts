/** What only the owner of the project knows, and no build can find out. */
export interface Owner {
  /** Where the sources are, as people open it: `https://github.com/NAME/fetch-many`. */
  readonly repository?: string;
  readonly author?: { readonly name: string; readonly email?: string; readonly url?: string };
  /** The server's name in the MCP registry, in a namespace that the owner can prove to have: `io.github.NAME/fetch-many`. */
  readonly mcpName?: string;
}

/**
 * The one place for it. What is not known yet is left out of everything that is made, and `npm run release:check` names it:
 * fill it in here, and never invent it.
 */
export const OWNER: Owner = {};

/** What for a fact is needed. */
const USES: Readonly<Record<keyof Owner, string>> = {
  repository: 'npm and the MCP registry link to the sources by it',
  author: "until then the bundle for Claude Desktop, which must name one, names the licence's copyright holder",
  mcpName: 'server.json has no name without it, and the MCP registry refuses it',
};

/** What is not known yet, a line each. */
export function unknownFacts(owner: Owner): string[] {
  return Object.entries(USES)
    .filter(([fact]) => !Object.hasOwn(owner, fact))
    .map(([fact, use]) => `${fact}: ${use}`);
}
