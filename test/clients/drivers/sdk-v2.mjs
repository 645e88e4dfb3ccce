// Run by ../drivers.ts where the package is installed: tries the client and prints what was seen as one line of JSON.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { closes } from './closes.mjs';

// The server: a script, or the address of a gateway. The era: legacy, auto, or a revision of the modern one.
const [server, api, era] = process.argv.slice(2);
const transport = server.startsWith('http')
  ? new StreamableHTTPClientTransport(new URL(server))
  : new StdioClientTransport({ command: process.execPath, args: [server, '--allow', '127.0.0.1'] });
const mode = ['legacy', 'auto'].includes(era) ? era : { pin: era };
const client = new Client({ name: 'fetch-many-clients', version: '1.0.0' }, { versionNegotiation: { mode } });
await client.connect(transport);
const version = client.getNegotiatedProtocolVersion();
const { tools } = await client.listTools();
const call = (args, options) => client.callTool({ name: 'fetch_many', arguments: { base_url: api, ...args } }, options);

const { structuredContent } = await call({ requests: ['/users/7'], select: 'name' });
const reports = [];
await call({ requests: ['/slow/1', '/slow/2'], concurrency: 1 }, { onprogress: (report) => reports.push(report) });
const cancel = await closes(api, (signal) => call({ requests: ['/never'] }, { signal }));
const { resources } = await client.listResources();
const uri = `fetch-many://results/${structuredContent.summary.batch}/0`;
const { contents } = await client.readResource({ uri });
await client.close();

process.stdout.write(
  JSON.stringify({
    protocol: version,
    tools: tools.map(({ name }) => name),
    body: structuredContent.results[0].body,
    progress: reports.at(-1)?.progress === 2,
    cancel,
    resource: resources.some((each) => each.uri === uri) && contents[0]?.text?.includes('Ada'),
  }),
);
