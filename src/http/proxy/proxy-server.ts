/** A proxy as the operator has named it. */
export interface ProxyServer {
  readonly tls: boolean;
  /** A name or an address, an IPv6 one without brackets. */
  readonly host: string;
  readonly port: number;
  /** The value of Proxy-Authorization. A secret: it is sent to the proxy and shown nowhere. */
  readonly authorization: string | undefined;
  /** What has named it, for who has to change it: `--proxy`, or a variable. */
  readonly from: string;
}

/** Which proxy is for what. */
export interface ProxyConfig {
  /** For targets of http. */
  readonly http: ProxyServer | undefined;
  /** For targets of https. */
  readonly https: ProxyServer | undefined;
  /** Targets that are reached without it, as `NO_PROXY` lists them. */
  readonly noProxy: string;
}
