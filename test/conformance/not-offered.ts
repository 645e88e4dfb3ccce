/** Why a scenario, or one check of one, is not for this server: by its name, or the beginning of it. */
const REASONS: readonly (readonly [reason: string, ...names: string[]])[] = [
  ['no prompts', 'prompts-', 'sep-2549-prompts-list-caching-hints'],
  ['no completion', 'completion-'],
  ['no logging: it goes to stderr', 'logging-', 'tools-call-with-logging', 'sep-2575-server-no-log-without-loglevel'],
  [
    'results are JSON and text',
    'tools-call-image',
    'tools-call-audio',
    'tools-call-embedded-resource',
    'tools-call-mixed-content',
  ],
  [
    'asks its client nothing',
    'tools-call-sampling',
    'tools-call-elicitation',
    'elicitation-',
    'input-required-result-',
    'sep-2575-server-rejects-undeclared-capability',
    'sep-2575-missing-capability-http-400',
    'sep-2575-http-server-no-independent-requests-on-stream',
  ],
  ['no subscriptions', 'resources-subscribe', 'resources-unsubscribe'],
  ['no tasks', 'tasks-'],
  [
    'HTTP is not ours',
    'dns-rebinding-protection',
    'http-',
    'sep-2575-http-server-header-mismatch-400',
    'server-sse-',
    'server-session-lifecycle',
  ],
];

/** Why this server does not offer what a scenario or a check tries; undefined if it does. */
export function reasonNotOffered(name: string): string | undefined {
  return REASONS.find(([, ...names]) => names.some((each) => name.startsWith(each)))?.[0];
}
