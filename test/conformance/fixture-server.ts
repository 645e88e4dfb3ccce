/** A server for the conformance suite alone: its fixtures over `src/mcp`, as `src/cli.ts` puts the real tools there. */
import { Redactor } from '../../src/http/secrets/redact.ts';
import { MAX_MESSAGE_BYTES } from '../../src/limits.ts';
import { createLog } from '../../src/log.ts';
import { lifecycle } from '../../src/mcp/lifecycle.ts';
import { LineFraming } from '../../src/mcp/line-framing.ts';
import { serveStdio } from '../../src/mcp/stdio.ts';
import { RESOURCES, TOOLS } from './fixtures.ts';

const { stdin, stdout, stderr } = process;
const redactor = new Redactor([]);
const log = createLog('error', (text) => text);
const stop = await serveStdio({
  tools: TOOLS,
  resources: RESOURCES,
  profiles: [],
  redactor,
  passesTraceContext: false,
  calls: new Set(),
  log,
  lines: stdin.pipe(new LineFraming(MAX_MESSAGE_BYTES)),
  stdout,
  onClient: () => undefined,
});
lifecycle({ stdin, stdout, stderr, log, stop, exit: (code) => process.exit(code) });
