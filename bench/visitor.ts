import { randomUUID } from 'node:crypto';
import http from 'node:http';

export interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
}

interface Sending {
  /** A second use of a key is the same command. */
  readonly key?: string;
}

/** One person at one screen: a connection that stays open, a session, a fresh key for every command. */
export class Visitor {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  private cookie = '';
  private csrf = '';
  personId = '';

  constructor(
    private readonly origin: URL,
    readonly password: string,
  ) {}

  async signIn(login: string): Promise<this> {
    const answer = await this.send('POST', '/api/session', { login, password: this.password });
    if (answer.status !== 200) throw new Error(`${login} cannot sign in: ${answer.bytes.toString()}`);
    const session = JSON.parse(answer.bytes.toString()) as { csrfToken: string; person: { id: string } };
    this.csrf = session.csrfToken;
    this.personId = session.person.id;
    return this;
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  /** The body of an answer that must be good. @throws Error with the problem otherwise */
  async read<T>(path: string): Promise<T> {
    return parsed<T>(path, await this.get(path));
  }

  post(path: string, body: object, sending: Sending = {}): Promise<Answer> {
    return this.send('POST', path, body, sending);
  }

  /** The body of a command's answer that must be good. @throws Error with the problem otherwise */
  async command<T>(path: string, body: object, sending: Sending = {}): Promise<T> {
    return parsed<T>(path, await this.post(path, body, sending));
  }

  /** A photo as the raw body. */
  async photo(path: string, bytes: Buffer): Promise<void> {
    parsed(path, await this.send('POST', path, bytes));
  }

  close(): void {
    this.agent.destroy();
  }

  private send(method: 'GET' | 'POST', path: string, body?: object, sending: Sending = {}): Promise<Answer> {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
    const headers = {
      ...(this.cookie && { cookie: this.cookie }),
      ...(method === 'POST' && {
        'content-type': Buffer.isBuffer(body) ? 'image/png' : 'application/json',
        'content-length': bytes.length,
        'idempotency-key': sending.key ?? randomUUID(),
        'x-csrf-token': this.csrf,
      }),
    };
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.origin;
      const request = http.request({ hostname, port, agent: this.agent, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        const [cookie] = response.headers['set-cookie'] ?? [];
        if (cookie !== undefined) this.cookie = cookie.split(';')[0] ?? '';
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(chunks) }));
        response.on('error', reject);
      });
      request.on('error', reject);
      request.end(bytes);
    });
  }
}

function parsed<T>(path: string, { status, bytes }: Answer): T {
  const text = bytes.toString();
  if (status < 200 || status > 299) throw new Error(`${path} answered ${status}: ${text.slice(0, 600)}`);
  return JSON.parse(text) as T;
}
