/** How thoroughly to measure. */
export interface Settings {
  /** A smoke run: little of everything, so that the figures mean nothing. */
  readonly quick: boolean;
}

/** One part of the benchmarks: it measures, and gives its tables and findings in Markdown. */
export type Part = (settings: Settings) => Promise<string>;

/** The parts by name, in the order they run; each is loaded when it is its turn. */
export const PARTS: Readonly<Record<string, () => Promise<{ readonly part: Part }>>> = {
  engine: () => import('./engine.ts'),
  tool: () => import('./tool.ts'),
  cold: () => import('./cold.ts'),
  profile: () => import('./profile.ts'),
  waiting: () => import('./waiting.ts'),
  tls: () => import('./tls.ts'),
  scale: () => import('./scale.ts'),
  start: () => import('./start.ts'),
  peers: () => import('./peers.ts'),
  pings: () => import('./pings.ts'),
  memory: () => import('./memory.ts'),
  core: () => import('./core.ts'),
  content: () => import('./content.ts'),
};
