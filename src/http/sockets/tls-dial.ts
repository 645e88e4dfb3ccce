import { Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { LRUCache } from 'lru-cache';
import { buildConnector } from 'undici';

/** Origins whose sessions are kept: a session is 2 to 5 KB. */
const MAX_SESSIONS = 500;
/** Milliseconds. On resumption no certificate is sent, so that one that was exchanged since would not be noticed. */
const SESSION_TTL_MS = 3_600_000;

/**
 * Shakes hands with the servers of https. All sockets share one SecureContext, which otherwise each makes for itself, and
 * resume the newest session of their origin (RFC 8446 section 2.2). undici's own cache of sessions is made of weak
 * references, so that after a garbage collection none is left, and goes by the host name without the port.
 */
export class TlsDial {
  readonly #options: buildConnector.BuildOptions;
  readonly #sessions = new LRUCache<string, Buffer>({ max: MAX_SESSIONS, ttl: SESSION_TTL_MS });
  #context: SecureContext | undefined;

  /** @param options of every connection */
  constructor(options: buildConnector.BuildOptions) {
    this.#options = options;
  }

  /** An undici connector. @returns the socket, as undici's does */
  readonly connect = (options: buildConnector.Options, callback: buildConnector.Callback): unknown => {
    // Made when first needed: it reads all root certificates.
    this.#context ??= createSecureContext();
    const origin = `${options.protocol}//${options.host}`;
    const session = this.#sessions.get(origin);
    const dial = buildConnector({
      ...this.#options,
      secureContext: this.#context,
      maxCachedSessions: 0,
      ...(session ? { session } : {}),
    });
    const connected: buildConnector.Callback = (...[error, socket]) => {
      // Whatever was wrong with the handshake, the next one is a full one.
      if (error && this.#sessions.get(origin) === session) this.#sessions.delete(origin);
      if (error) callback(error, null);
      else callback(null, socket);
    };
    // The types do not say that a connector returns its socket.
    const socket: unknown = dial(options, connected);
    // Told of a session only after the certificate was verified.
    if (socket instanceof Socket) socket.on('session', (newest: Buffer) => this.#sessions.set(origin, newest));
    return socket;
  };
}
