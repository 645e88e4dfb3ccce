import type { LookupAddress } from 'node:dns';
import { isIP, Socket } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { AGENT_OPTIONS, type ConnectionOptions, type DialTarget } from './connection-options.ts';
import { RequestFailure } from '../../request-failure.ts';
import { portOf, type Guard } from '../guard/guard.ts';
import { Origins, type ConnectionOwner } from './origin-sockets.ts';
import type { ChooseProxy } from '../proxy/choose.ts';
import { dialThroughProxy, type Dialling } from '../proxy/dial.ts';
import { Refusal } from '../guard/refusal.ts';
import { Resolver } from './resolver.ts';
import { readHeads } from './response-head.ts';
import { renameForUndici } from './socket-errors.ts';
import { TlsDial } from './tls-dial.ts';

const ABANDONED = new RequestFailure({ outcome: 'network', kind: 'connect', message: 'nobody waits for it any more' });

/**
 * Every socket there is. Each, for whatever hop, is made in one place (`#connect`) where the guard judges the address it
 * dials; a socket nobody waits for any more can be closed at once. A pooled socket is not judged again, so there is an
 * undici Agent for each policy: the operator's rules, and public addresses only.
 */
export class Connections {
  readonly #agents: { readonly ruled: Agent; readonly public: Agent };
  readonly #guard: Guard;
  readonly #origins: Origins;
  readonly #resolver: Resolver;
  readonly #tcp: buildConnector.connector;
  readonly #tls: TlsDial;
  readonly #connectTimeoutMs: number;
  readonly #proxyFor: ChooseProxy | undefined;
  /** The request being dispatched: undici asks for its connection within the same call. */
  #dispatching: ConnectionOwner | undefined;
  #target: DialTarget | undefined;

  constructor({ guard, connectTimeoutMs, lookupTimeoutMs = connectTimeoutMs / 2, resolve, proxyFor }: ConnectionOptions) {
    this.#guard = guard;
    this.#connectTimeoutMs = connectTimeoutMs;
    this.#proxyFor = proxyFor;
    this.#resolver = new Resolver({ resolve, timeoutMs: lookupTimeoutMs });
    this.#origins = new Origins((origin) => guard.mayOpen(new URL(origin)));
    const dialOptions: buildConnector.BuildOptions = {
      timeout: connectTimeoutMs,
      autoSelectFamily: true,
      // Node's 250 ms per address drops slow routes.
      autoSelectFamilyAttemptTimeout: 1_000,
      lookup: (host, _, callback) => {
        this.#judged(host, this.#target).then(
          (addresses) => callback(null, addresses),
          (error) => callback(error, []),
        );
      },
    };
    this.#tcp = buildConnector(dialOptions);
    this.#tls = new TlsDial(dialOptions);
    this.#agents = { ruled: this.#agent(false), public: this.#agent(true) };
  }

  #agent(publicOnly: boolean): Agent {
    return new Agent({ ...AGENT_OPTIONS, connect: (options, callback) => this.#connect(options, callback, publicOnly) });
  }

  /** Sends one request over a pooled or new connection; pair with {@link done}. */
  dispatch(
    options: Dispatcher.DispatchOptions & { origin: string },
    handler: Dispatcher.DispatchHandler & ConnectionOwner,
  ): void {
    const sockets = this.#origins.of(options.origin);
    sockets.inFlight++;
    this.#dispatching = handler;
    try {
      this.#agents[handler.publicOnly || !sockets.mayOpen ? 'public' : 'ruled'].dispatch(options, handler);
    } finally {
      this.#dispatching = undefined;
    }
  }

  /** Whether an origin that is in use has been reached at addresses that are not public, and at no others. */
  isLocal(origin: string): boolean {
    return this.#origins.get(origin)?.isPublic === false;
  }

  /** A dispatched request has settled. What was dialled for it alone is closed. */
  done(origin: string, request: ConnectionOwner): void {
    const sockets = this.#origins.of(origin);
    sockets.inFlight--;
    for (const [socket, owner] of sockets.dialling) {
      if (owner === request || (owner === undefined && sockets.inFlight === 0)) socket.destroy(ABANDONED);
    }
    this.#origins.forgetUnused(origin);
  }

  /** Closes the idle connections to an origin now instead of after the keep-alive time, unless it is in use. */
  closeIdle(origin: string): void {
    const sockets = this.#origins.get(origin);
    if (!sockets || sockets.inFlight > 0) return;
    for (const socket of sockets.open) socket.destroy();
  }

  /** Closes everything. */
  async destroy(): Promise<void> {
    await Promise.all([this.#agents.ruled.destroy(), this.#agents.public.destroy()]);
  }

  /** Looks a name up and decides on all answers; exactly the list that was judged is dialled. */
  async #judged(host: string, target: DialTarget | undefined): Promise<LookupAddress[]> {
    if (!target) throw new Error('a name is looked up for no connection');
    const { sockets, named, publicOnly } = target;
    const found = await this.#resolver.addressesOf(host);
    const addresses = found.map(({ address }) => address);
    const refused = this.#guard.checkAddresses(addresses, named, publicOnly);
    if (refused) throw refused;
    sockets.isPublic ||= addresses.some((address) => this.#guard.isPublic(address));
    return found;
  }

  #connect(options: buildConnector.Options, callback: buildConnector.Callback, publicOnly: boolean): void {
    const owner = this.#dispatching;
    if (owner) owner.hasDialled = true;
    const { protocol, hostname } = options;
    const port = portOf(protocol, options.port);
    const refused = this.#guard.refuses(hostname, port, publicOnly);
    if (refused) {
      process.nextTick(callback, refused.failure(protocol, hostname, port), null);
      return;
    }
    const origin = `${protocol}//${options.host}`;
    const sockets = this.#origins.of(origin);
    if (isIP(hostname)) sockets.isPublic ||= this.#guard.isPublic(hostname);
    const dialled: buildConnector.Callback = (error, socket) => {
      if (made) sockets.dialling.delete(made);
      if (error) {
        this.#origins.forgetUnused(origin);
        callback(error instanceof Refusal ? error.failure(protocol, hostname, port) : error, null);
      } else if (owner ? owner.settled : sockets.inFlight === 0) {
        socket.destroy();
        callback(ABANDONED, null);
      } else {
        sockets.open.add(socket);
        socket.once('error', renameForUndici);
        readHeads(socket, origin);
        socket.once('close', () => {
          sockets.open.delete(socket);
          this.#origins.forgetUnused(origin);
        });
        callback(null, socket);
      }
    };
    const target = { sockets, publicOnly, named: this.#guard.allowsHost(hostname, port) };
    const made = this.#start(options, target, dialled);
    if (made) sockets.dialling.set(made, owner);
  }

  #start(options: buildConnector.Options, target: DialTarget, dialled: buildConnector.Callback): Dialling | undefined {
    const { protocol, hostname: host } = options;
    const port = portOf(protocol, options.port);
    const proxy = this.#proxyFor?.(protocol, host, port);
    if (proxy) {
      const judged = isIP(host) ? Promise.resolve() : this.#judged(host, target);
      const named = target.named && !target.publicOnly;
      const dial = { proxy, options, target: { protocol, host, port }, judged, named, timeoutMs: this.#connectTimeoutMs };
      return dialThroughProxy({ ...dial, secure: this.#tls.connect }, dialled);
    }
    this.#target = target;
    try {
      // The types do not say that a connector returns its socket.
      const made: unknown = protocol === 'https:' ? this.#tls.connect(options, dialled) : this.#tcp(options, dialled);
      return made instanceof Socket ? made : undefined;
    } finally {
      this.#target = undefined;
    }
  }
}
