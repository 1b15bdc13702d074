import { request as requestOverHttp } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { text } from 'node:stream/consumers';

/** The last answer of a chain of redirects. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A server on the loopback address that stands for a host. */
export interface HostServer {
  readonly port: number;
  readonly tls: boolean;
}

/** A browser: it follows redirects between hosts, and keeps the cookies of each. */
export class BrowserSession {
  /** Attributes of every cookie that was set, by its name. */
  readonly attributes = new Map<string, string>();
  private readonly jar = new Map<string, Map<string, string>>();

  /**
   * @param serverOf the server of a host
   * @param headers sent with every request
   */
  constructor(
    private readonly serverOf: (host: string) => HostServer,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** Cookies of a host, as the header sends them. */
  cookiesOf(host: string): string {
    return [...(this.jar.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Cookies of another session at a host. */
  take(host: string, other: BrowserSession): void {
    this.jar.set(host, new Map(other.jar.get(host) ?? []));
  }

  /** Requests a page and follows its redirects. */
  async open(address: string, redirects = 20): Promise<Page> {
    const page = await this.ask(new URL(address));
    const { location } = page.headers;
    if (page.status < 300 || page.status >= 400 || typeof location !== 'string') return page;
    if (redirects === 0) throw new Error(`too many redirects, the last to ${location}`);
    return this.open(new URL(location, page.url).href, redirects - 1);
  }

  /** Requests one page. */
  ask(url: URL): Promise<Page> {
    const { port, tls } = this.serverOf(url.hostname);
    const headers = { ...this.headers, Host: url.host, Cookie: this.cookiesOf(url.hostname) };
    const options = { host: '127.0.0.1', port, path: url.pathname + url.search, headers, rejectUnauthorized: false };
    return new Promise((resolve, reject) => {
      const asking = (tls ? requestOverTls : requestOverHttp)(options, (response) => {
        for (const cookie of response.headers['set-cookie'] ?? []) this.keep(url.hostname, cookie);
        const { statusCode: status = 0, headers } = response;
        text(response).then((body) => resolve({ url, status, body, headers }), reject);
      });
      asking.on('error', reject).end();
    });
  }

  private keep(host: string, cookie: string): void {
    const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(cookie) ?? [];
    const cookies = this.jar.get(host) ?? new Map<string, string>();
    const expires = /expires=([^;]+)/i.exec(attributes)?.[1];
    const isOver = /max-age=0\b/i.test(attributes) || (expires !== undefined && Date.parse(expires) <= Date.now());
    if (isOver) cookies.delete(name);
    else cookies.set(name, value);
    this.attributes.set(name, attributes);
    this.jar.set(host, cookies);
  }
}
