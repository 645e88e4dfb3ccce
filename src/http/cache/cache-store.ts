import { createHmac, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { Changes } from './changes.ts';
import { mayBeKept, buildPolicy, storedHeaders, variesBy, type Policy } from './cache-policy.ts';
import type { HttpRequest, HttpResponse, ResponseHeaders } from '../message.ts';

/** Takes bodies too large for memory. */
export interface BlobStore {
  /** @returns the key under which it can be had again; undefined if it was not taken */
  put(content: Buffer): string | undefined | Promise<string | undefined>;
  /** @returns undefined if it is not there any more */
  get(key: string): Promise<Buffer | undefined>;
}

export interface CacheStoreOptions {
  /** Bytes in memory, all entries together; those not used for longest go first. */
  readonly maxBytes: number;
  /** Bytes of a body that is kept in memory. Larger ones go to the shelf. */
  readonly maxBodyBytes: number;
  readonly blobStore: BlobStore;
}

/** One stored answer. */
export interface StoredResponse {
  readonly policy: Policy;
  readonly status: number;
  readonly statusText: string;
  readonly headers: ResponseHeaders;
  /** The body, or its name on the shelf. */
  readonly body: Buffer | string;
  /** Whether it came from an address that is not public: then a public page's redirect must not bring it out. */
  readonly isLocal: boolean;
  /** Whom it was for: a digest of the credentials. */
  readonly partition: string;
  /** Headers of the request that select it, by its Vary. */
  readonly selecting: Readonly<Record<string, string | undefined>>;
  /** When it was asked for, on the clock of {@link CacheStore.now}. */
  readonly since: number;
}

/** An answer whose body is given apart. */
type StorableResponse = Omit<HttpResponse, 'body'>;

/** They say who asks for what in no way that matters unless Vary says so. Any other header may be a credential. */
const NEUTRAL_HEADERS = new Set(['accept', 'accept-language', 'accept-encoding', 'user-agent', 'cache-control', 'pragma']);
/** Variants of one URL, the oldest dropped first. */
const MAX_VARIANTS = 16;
/** What an entry takes beside its body and headers, roughly. */
const OVERHEAD_BYTES = 2_048;

/** Answers by URL, whom they were for, and what their Vary names. One for the process. */
export class CacheStore {
  readonly #byUrl: LRUCache<string, readonly StoredResponse[]>;
  readonly #options: CacheStoreOptions;
  readonly #changes = new Changes();
  /** So that nobody can try guesses of a secret against a digest that has leaked. */
  readonly #salt = randomBytes(32);

  constructor(options: CacheStoreOptions) {
    this.#options = options;
    this.#byUrl = new LRUCache({
      maxSize: options.maxBytes,
      sizeCalculation: (entries, url) => url.length * 2 + entries.reduce((sum, entry) => sum + sizeOf(entry), 0),
    });
  }

  /** A moment on a clock that tells what came before what: for `since`, taken before a request is sent. */
  now(): number {
    return this.#changes.now();
  }

  /** Whether anything is stored of a URL, whoever it is for. */
  has(url: URL): boolean {
    return this.#byUrl.has(urlOf(url));
  }

  find(request: HttpRequest): StoredResponse | undefined {
    const entries = this.#byUrl.get(urlOf(request.url));
    if (!entries) return undefined;
    const partition = this.#partition(request);
    return entries.find((entry) => isFor(entry, request, partition));
  }

  /** @returns undefined if the shelf has dropped it */
  async bodyOf({ body }: StoredResponse): Promise<Buffer | undefined> {
    return typeof body === 'string' ? this.#options.blobStore.get(body) : body;
  }

  /**
   * Stores an answer in place of the one there was for this request. One that may not be stored replaces it, too. One that
   * may be of a time before something was changed there, or before the stored one, is not stored.
   * @param body undefined if it has not been read
   * @param since when it was asked for
   * @returns once it is stored; at once if it is not to be
   */
  put(request: HttpRequest, response: StorableResponse, body: Buffer | string | undefined, since: number): void | Promise<void> {
    if (body === undefined || !mayBeKept(response.headers)) this.remove(request);
    else return this.#put(request, response, body, since);
  }

  async #put(request: HttpRequest, response: StorableResponse, body: Buffer | string, since: number): Promise<void> {
    const headers = storedHeaders(response.headers);
    const policy = buildPolicy(request, response.status, headers);
    const kept = policy ? await this.#keep(body) : undefined;
    if ((this.find(request)?.since ?? 0) > since) return;
    this.remove(request);
    if (kept === undefined || !policy || this.#changes.since(urlOf(request.url), since)) return;
    const { status, statusText, isLocal } = response;
    const partition = this.#partition(request);
    const selecting = Object.fromEntries(
      variesBy(headers)
        .filter((name) => NEUTRAL_HEADERS.has(name))
        .map((name) => [name, request.headers[name]]),
    );
    const entry: StoredResponse = { policy, status, statusText, headers, body: kept, isLocal, partition, selecting, since };
    const others = this.#byUrl.get(urlOf(request.url)) ?? [];
    this.#byUrl.set(urlOf(request.url), [entry, ...others.slice(0, MAX_VARIANTS - 1)]);
  }

  /** Forgets all there is of a URL, whoever it was for. */
  forget(url: URL): void {
    this.#byUrl.delete(urlOf(url));
    this.#changes.note(urlOf(url));
  }

  /** Forgets what is stored for this request. */
  remove(request: HttpRequest): void {
    const url = urlOf(request.url);
    const entries = this.#byUrl.get(url);
    if (!entries) return;
    const partition = this.#partition(request);
    const others = entries.filter((entry) => !isFor(entry, request, partition));
    if (others.length === 0) this.#byUrl.delete(url);
    else this.#byUrl.set(url, others);
  }

  async #keep(body: Buffer | string): Promise<Buffer | string | undefined> {
    if (typeof body === 'string') return body;
    if (body.length > this.#options.maxBodyBytes) {
      return this.#options.blobStore.put(body);
    }
    // A body of few bytes may be a slice of a large block that was read from the socket.
    const own = Buffer.allocUnsafeSlow(body.length);
    body.copy(own);
    return own;
  }

  #partition({ headers }: HttpRequest): string {
    const telling = Object.entries(headers)
      .filter(([name]) => !NEUTRAL_HEADERS.has(name))
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
    if (telling.length === 0) return '';
    return createHmac('sha256', this.#salt).update(JSON.stringify(telling)).digest('base64');
  }
}

function urlOf(url: URL): string {
  return url.hash ? url.href.slice(0, -url.hash.length) : url.href;
}

function isFor({ partition, selecting }: StoredResponse, { headers }: HttpRequest, wanted: string): boolean {
  return partition === wanted && Object.entries(selecting).every(([name, value]) => headers[name] === value);
}

function sizeOf({ headers, body }: StoredResponse): number {
  return OVERHEAD_BYTES + JSON.stringify(headers).length * 2 + (typeof body === 'string' ? 0 : body.length);
}
