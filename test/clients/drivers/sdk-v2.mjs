// Run by ../drivers.ts where the package is installed: tries the client and prints what was seen as one line of JSON.
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { closes } from './closes.mjs';

const [cli, api] = process.argv.slice(2);
const client = new Client({ name: 'fetch-many-clients', version: '1.0.0' });
await client.connect(new StdioClientTransport({ command: process.execPath, args: [cli, '--allow', '127.0.0.1'] }));
const { tools } = await client.listTools();
const call = (args, options) => client.callTool({ name: 'fetch_many', arguments: { base_url: api, ...args } }, options);

const { structuredContent } = await call({ requests: ['/users/7'], select: 'name' });
const reports = [];
await call({ requests: ['/slow/1', '/slow/2'], concurrency: 1 }, { onprogress: (report) => reports.push(report) });
const cancel = await closes(api, (signal) => call({ requests: ['/never'] }, { signal }));
await client.close();

process.stdout.write(
  JSON.stringify({
    initialize: client.getNegotiatedProtocolVersion?.() ?? 'yes',
    tools: tools.map(({ name }) => name),
    body: structuredContent.results[0].body,
    progress: reports.at(-1)?.progress === 2,
    cancel,
  }),
);
