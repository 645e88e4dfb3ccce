// Run by ../drivers.ts where the package is installed: tries the client and prints what was seen as one line of JSON.
import { createMCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport as StdioTransport } from '@ai-sdk/mcp/mcp-stdio';

const [cli, api] = process.argv.slice(2);
const transport = new StdioTransport({ command: process.execPath, args: [cli, '--allow', '127.0.0.1'] });
const client = await createMCPClient({ transport });
const tools = await client.tools();

const { structuredContent } = await tools.fetch_many.execute(
  { base_url: api, requests: ['/users/7'], select: 'name' },
  { messages: [], toolCallId: '1' },
);
// An abort is kept from the server: it sends no notifications/cancelled.
await client.close();

process.stdout.write(
  JSON.stringify({
    tools: Object.keys(tools),
    body: structuredContent.results[0].body,
  }),
);
