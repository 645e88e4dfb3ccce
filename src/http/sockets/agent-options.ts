/** How undici keeps its connections, in milliseconds and bytes. */
export const AGENT_OPTIONS = {
  pipelining: 1,
  // A reset in mid-body over h2 is reported as a success.
  allowH2: false,
  // Above the server's own keep-alive, 3-9 % of requests die in the race of FIN and request.
  keepAliveTimeout: 4_000,
  keepAliveMaxTimeout: 10_000,
  // undici's timers tick once a second and never end a dripped body; a request brings its own deadline.
  headersTimeout: 0,
  bodyTimeout: 0,
  maxHeaderSize: 16_384,
} as const;
