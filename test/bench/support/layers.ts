import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../support/client.ts';
import type { Profile, ProfileNode } from './probe.ts';

const SOCKET_WRITES = 'writing to sockets and pipes';
/** Nothing that counts: no work, and taking the profile. */
const IDLE = 'idle';
const PROBE = /^node:inspector|profile-probe\.cjs$/;
const PROCESS = 'the process itself';

/** Which source belongs to which layer: the first that fits. */
const LAYERS: readonly (readonly [string, RegExp])[] = [
  ['undici', /node_modules\/undici\//],
  ['SDK and zod', /node_modules\/(?:@modelcontextprotocol|zod)\//],
  ['other packages', /node_modules\//],
  ['concurrency', /src\/concurrency\//],
  ['http/pacing', /src\/http\/pacing\//],
  ['http, the rest', /src\/http\//],
  ['batch: arguments and plan', /src\/batch\/(?:args|plan)\//],
  ['batch: schedule and run', /src\/batch\/(?:schedule|run)\//],
  ['batch: exchange and outcome', /src\/batch\/(?:exchange|outcome)\//],
  ['batch: report and programs', /src\/batch\//],
  ['result', /src\/(?:result|sandbox)\//],
  ['mcp, tools, config', /src\//],
  ['the benchmark', /test\//],
  ["Node's loader", /^node:internal\/(?:modules|bootstrap|process\/esm|vm|source_map|deps)/],
  ["Node's net, timers, URL and streams", /^node:/],
];

/** The order in which tables have them. */
export const LAYER_NAMES: readonly string[] = ['collecting garbage', SOCKET_WRITES, ...LAYERS.map(([name]) => name), PROCESS];

/** What V8 calls what is in no function. */
const MARKS: Readonly<Record<string, string>> = {
  '(garbage collector)': 'collecting garbage',
  '(program)': PROCESS,
  '(root)': PROCESS,
  '(idle)': IDLE,
};
const WRITES = new Set(['writeLatin1String', 'writeUtf8String', 'writeAsciiString', 'writeBuffer', 'writev', 'writeUcs2String']);
/** Where those of the same names write to files. */
const FILES = /^node:(?:internal\/)?fs\b/;

/**
 * Microseconds of the main thread by layer, idle time and the profiler's left out. What is native counts for the layer that
 * calls it, but for writes.
 */
export function timeByLayer({ nodes, samples, timeDeltas }: Profile): Map<string, number> {
  const layers = layersOfNodes(nodes);
  const times = new Map<string, number>();
  for (const [nth, id] of samples.entries()) {
    const layer = layers.get(id) ?? PROCESS;
    if (layer !== IDLE) times.set(layer, (times.get(layer) ?? 0) + (timeDeltas[nth] ?? 0));
  }
  return times;
}

function layersOfNodes(nodes: readonly ProfileNode[]): Map<number, string> {
  const sources = new Sources();
  const layers = new Map<number, string>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const visit = (node: ProfileNode, caller: string, callerUrl: string): void => {
    const layer = layerOf(node, caller, callerUrl, sources);
    layers.set(node.id, layer);
    for (const id of node.children ?? []) {
      const called = byId.get(id);
      if (called) visit(called, layer === SOCKET_WRITES ? caller : layer, node.callFrame.url);
    }
  };
  const [root] = nodes;
  if (root) visit(root, PROCESS, '');
  return layers;
}

function layerOf({ callFrame }: ProfileNode, caller: string, callerUrl: string, sources: Sources): string {
  const { functionName, url } = callFrame;
  const isWrite = WRITES.has(functionName) && !FILES.test(callerUrl);
  if (url === '') return MARKS[functionName] ?? (isWrite ? SOCKET_WRITES : caller);
  if (PROBE.test(url)) return IDLE;
  const source = sources.of(callFrame);
  return LAYERS.find(([, pattern]) => pattern.test(source))?.[0] ?? caller;
}

/** Where functions come from, by the source maps beside the files that ran. */
class Sources {
  readonly #maps = new Map<string, SourceMap | undefined>();

  of({ url, lineNumber, columnNumber }: ProfileNode['callFrame']): string {
    if (!url.startsWith('file:')) return url;
    const path = url.startsWith(ROOT.href) ? url.slice(ROOT.href.length) : url;
    if (!this.#maps.has(url)) this.#maps.set(url, mapOf(url));
    const entry = this.#maps.get(url)?.findEntry(lineNumber, columnNumber);
    return entry && 'originalSource' in entry ? entry.originalSource : path;
  }
}

function mapOf(url: string): SourceMap | undefined {
  const file = `${fileURLToPath(url)}.map`;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the build
  return existsSync(file)
    ? new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as ConstructorParameters<typeof SourceMap>[0])
    : undefined;
}
