import type { Agent, Dispatcher } from 'undici';

/** The floor: no deadline, no abort, no cap, no decoding, no errors told apart. */
export function bare(dispatcher: Agent, url: URL): Promise<unknown> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch({ origin: url.origin, path: url.pathname, method: 'GET' }, new BareHandler(resolve, reject));
  });
}

class BareHandler implements Dispatcher.DispatchHandler {
  #text = '';
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: Error) => void;

  constructor(resolve: (value: unknown) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onRequestStart(): void {}

  onResponseStart(): void {}

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#text += chunk.toString();
  }

  onResponseEnd(): void {
    this.#resolve(JSON.parse(this.#text));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error);
  }
}
