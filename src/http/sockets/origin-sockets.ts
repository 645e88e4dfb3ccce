import type { Socket } from 'node:net';
import type { Dialling } from '../proxy/dial.ts';

/** A dispatched request, as far as its connection is concerned. */
export interface ConnectionOwner {
  /** Nobody waits for it any more. */
  readonly settled: boolean;
  /** Whether it may reach public addresses only, whatever the operator allows. */
  readonly publicOnly: boolean;
  /** Set when a connection is dialled for it; else it is sent over one that has served others. */
  hasDialled: boolean;
}

/** The sockets to one origin, and how many requests still want one. */
export interface OriginSockets {
  readonly open: Set<Socket>;
  readonly dialling: Map<Dialling, ConnectionOwner | undefined>;
  inFlight: number;
  /** Whether a rule of the operator may open it; then its sockets are kept apart from those that no rule has opened. */
  readonly mayOpen: boolean;
  /** Whether a public address has been dialled for it: then what it says is a stranger's word. */
  isPublic: boolean;
}

/** The origins that are in use, and nothing of those that are not. */
export class Origins {
  readonly #all = new Map<string, OriginSockets>();
  readonly #mayOpen: (origin: string) => boolean;

  constructor(mayOpen: (origin: string) => boolean) {
    this.#mayOpen = mayOpen;
  }

  get(origin: string): OriginSockets | undefined {
    return this.#all.get(origin);
  }

  of(origin: string): OriginSockets {
    let sockets = this.#all.get(origin);
    if (!sockets) {
      sockets = { open: new Set(), dialling: new Map(), inFlight: 0, mayOpen: this.#mayOpen(origin), isPublic: false };
      this.#all.set(origin, sockets);
    }
    return sockets;
  }

  /** To be called when something of it has ended. */
  forgetUnused(origin: string): void {
    const sockets = this.#all.get(origin);
    if (!sockets || sockets.inFlight > 0 || sockets.open.size > 0 || sockets.dialling.size > 0) return;
    this.#all.delete(origin);
  }
}
