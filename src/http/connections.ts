import { lookup, type LookupAddress } from 'node:dns';
import { isIP, Socket } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { HttpFailure } from './errors.ts';
import { Refused, type Guard } from './guard.ts';
import { NoAddress, renameForUndici } from './socket-errors.ts';

/** Resolves a name to all its addresses; `dns.lookup` in its promise-free form. A parameter for the tests. */
export type Resolve = (
  host: string,
  options: { all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

export interface ConnectionOptions {
  readonly guard: Guard;
  /** Milliseconds to look up, connect and shake hands. */
  readonly connectTimeoutMs: number;
  readonly resolve?: Resolve;
}

/** A dispatched request, as far as its connection is concerned. */
export interface Dialler {
  /** Nobody waits for it any more. */
  readonly settled: boolean;
}

/** The sockets to one origin, and how many requests still want one. */
interface OriginSockets {
  readonly open: Set<Socket>;
  readonly dialling: Map<Socket, Dialler | undefined>;
  inFlight: number;
}

const ABANDONED = new HttpFailure({ outcome: 'network', kind: 'connect', message: 'nobody waits for it any more' });

/**
 * The one undici Agent and every socket it opens. Each socket, for whatever hop, is made in one place (`#connect`)
 * where the guard judges the address it dials; a socket nobody waits for any more can be closed at once.
 */
export class Connections {
  readonly #agent: Agent;
  readonly #guard: Guard;
  readonly #origins = new Map<string, OriginSockets>();
  /** Dials public addresses, and those of a host the operator has named. */
  readonly #dial: { readonly public: buildConnector.connector; readonly named: buildConnector.connector };
  /** The request being dispatched: undici asks for its connection within the same call. */
  #dispatching: Dialler | undefined;

  constructor(options: ConnectionOptions) {
    this.#guard = options.guard;
    this.#dial = { public: this.#connector(options, false), named: this.#connector(options, true) };
    this.#agent = new Agent({
      connect: (options_, callback) => this.#connect(options_, callback),
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
    });
  }

  /** Sends one request over a pooled or new connection; pair with {@link done}. */
  dispatch(options: Dispatcher.DispatchOptions & { origin: string }, handler: Dispatcher.DispatchHandler & Dialler): void {
    this.#of(options.origin).inFlight++;
    this.#dispatching = handler;
    try {
      this.#agent.dispatch(options, handler);
    } finally {
      this.#dispatching = undefined;
    }
  }

  /** A dispatched request has settled. What was dialled for it alone is closed. */
  done(origin: string, request: Dialler): void {
    const sockets = this.#of(origin);
    sockets.inFlight--;
    for (const [socket, owner] of sockets.dialling) {
      if (owner === request || (owner === undefined && sockets.inFlight === 0)) socket.destroy(ABANDONED);
    }
    this.#forget(origin, sockets);
  }

  /** Closes the idle connections to an origin now instead of after the keep-alive time, unless it is in use. */
  closeIdle(origin: string): void {
    const sockets = this.#origins.get(origin);
    if (!sockets || sockets.inFlight > 0) return;
    for (const socket of sockets.open) socket.destroy();
  }

  /** Closes everything. */
  async destroy(): Promise<void> {
    await this.#agent.destroy();
  }

  /** Decides inside `lookup`, on all answers, and so that exactly the list that was judged is dialled. */
  #connector(options: ConnectionOptions, named: boolean): buildConnector.connector {
    const resolve = options.resolve ?? lookup;
    return buildConnector({
      timeout: options.connectTimeoutMs,
      autoSelectFamily: true,
      // Node's 250 ms per address drops slow routes.
      autoSelectFamilyAttemptTimeout: 1_000,
      lookup: (host, _, callback) => {
        resolve(host, { all: true }, (error, addresses) => {
          // Node cannot cope with a list that is empty.
          const failed = error ?? (addresses.length === 0 ? new NoAddress(host) : null);
          callback(failed ?? this.#guard.judge(addresses.map(({ address }) => address), named) ?? null, addresses);
        });
      },
    });
  }

  #connect(options: buildConnector.Options, callback: buildConnector.Callback): void {
    const owner = this.#dispatching;
    const { protocol, hostname } = options;
    const port = Number(options.port) || (protocol === 'https:' ? 443 : 80);
    const named = this.#guard.names(hostname, port);
    // Node never looks a literal up, so it is judged here.
    const refused = isIP(hostname) ? this.#guard.judge([hostname], named) : undefined;
    if (refused) {
      process.nextTick(callback, refused.failure(protocol, hostname, port), null);
      return;
    }
    const origin = `${protocol}//${options.host}`;
    const sockets = this.#of(origin);
    const dialled: buildConnector.Callback = (error, socket) => {
      if (made instanceof Socket) sockets.dialling.delete(made);
      if (error) {
        this.#forget(origin, sockets);
        callback(error instanceof Refused ? error.failure(protocol, hostname, port) : error, null);
      } else if (owner ? owner.settled : sockets.inFlight === 0) {
        socket.destroy();
        callback(ABANDONED, null);
      } else {
        sockets.open.add(socket);
        socket.once('error', renameForUndici);
        socket.once('close', () => {
          sockets.open.delete(socket);
          this.#forget(origin, sockets);
        });
        callback(null, socket);
      }
    };
    // The types do not say that a connector returns its socket.
    const made: unknown = this.#dial[named ? 'named' : 'public'](options, dialled);
    if (made instanceof Socket) sockets.dialling.set(made, owner);
  }

  #of(origin: string): OriginSockets {
    let sockets = this.#origins.get(origin);
    if (!sockets) this.#origins.set(origin, (sockets = { open: new Set(), dialling: new Map(), inFlight: 0 }));
    return sockets;
  }

  #forget(origin: string, sockets: OriginSockets): void {
    if (sockets.inFlight === 0 && sockets.open.size === 0 && sockets.dialling.size === 0) this.#origins.delete(origin);
  }
}
