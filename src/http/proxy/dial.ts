import { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { codeOf, isDns } from '../failures/node-error.ts';
import { RequestFailure } from '../../request-failure.ts';
import { endedInHandshake } from '../failures/tls-reason.ts';
import { authority, closedEarly, slow, unknownHere, type ProxyTarget } from './failures.ts';
import { Tunnel } from './tunnel.ts';
import type { ProxyServer } from './proxy-server.ts';

export interface ProxiedDial {
  readonly proxy: ProxyServer;
  /** What undici asks for. */
  readonly options: buildConnector.Options;
  readonly target: ProxyTarget;
  /** Whether the operator has named the target: then it may be left to the proxy to look it up. */
  readonly named: boolean;
  /** Milliseconds for the proxy, CONNECT and the handshake with the target together. */
  readonly timeoutMs: number;
  /** Fulfilled when the target has been looked up here and its addresses judged; a rejection is the end of the dial. */
  readonly judged: Promise<unknown>;
  /** Shakes hands with the target over a tunnel. */
  readonly secure: buildConnector.connector;
}

/** What is being dialled and can be given up. */
export interface Dialling {
  destroy(error: Error): unknown;
}

/**
 * Makes a connection to a target through a proxy: always a tunnel, for http as for https, so that both are one
 * mechanism and a proxy sees of https no more than the host and the port.
 *
 * The target is looked up and judged here first, and nothing that must not be dialled is named to the proxy. The proxy
 * is then asked for the name and not for the address that was judged, because proxies permit and log by name: it looks
 * the name up again and may find another address, one of its own network even. What may be reached there is for the
 * proxy to say. A name that cannot be looked up here at all is left to the proxy only if the operator has named it.
 */
export function dialThroughProxy(dial: ProxiedDial, callback: buildConnector.Callback): Dialling {
  const { proxy, target } = dial;
  let tunnel: Tunnel | undefined;
  let current: Socket | undefined;
  let timer: NodeJS.Timeout | undefined;
  let settled = false;
  const settle = (error: Error | null, socket: Socket | null): void => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    if (socket && !error) return callback(null, socket);
    current?.destroy();
    callback(error ?? closedEarly(proxy, target), null);
  };
  const fail = (error: Error): void => settle(error, null);
  const late = (): RequestFailure => {
    if (current === tunnel?.socket) return slow(proxy, target, tunnel?.reached === true);
    const message = `${target.protocol}//${authority(target)} did not complete the TLS handshake in time, through the proxy`;
    return new RequestFailure({ outcome: 'timeout', kind: 'connect', retryable: true, message });
  };
  const opened = (socket: Socket): void => {
    // undici dials again and again for a socket that is closed when it gets it.
    if (socket.destroyed) return fail(closedEarly(proxy, target));
    if (target.protocol === 'http:') return settle(null, socket);
    const secured: buildConnector.Callback = (error, secure) => settle(error && ofHandshake(error), secure);
    // The types do not say that a connector returns its socket.
    const made: unknown = dial.secure({ ...dial.options, httpSocket: socket }, secured);
    if (made instanceof Socket) current = made;
  };
  const ofHandshake = (error: Error): Error => {
    if (codeOf(error) === 'UND_ERR_CONNECT_TIMEOUT') return late();
    return endedInHandshake(error) || codeOf(error) === 'ECONNRESET' ? closedEarly(proxy, target, error) : error;
  };
  const open = (): void => {
    if (settled) return;
    timer = setTimeout(() => fail(late()), dial.timeoutMs);
    const made = (tunnel = new Tunnel(proxy, target, (failure) => {
      if (failure) fail(failure);
      else if (!settled) opened(made.socket);
    }));
    current = made.socket;
  };
  dial.judged.then(open, (error: Error) => {
    const unknown = isDns(error) || (error instanceof RequestFailure && error.kind === 'dns');
    if (unknown && dial.named) open();
    else fail(isDns(error) ? unknownHere(proxy, target, error) : error);
  });
  return { destroy: fail };
}
