import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { get, listenToRefusals, post, query, resending, setCsrfToken } from './client.js';
import { ApiProblem } from './problem.js';

type Answer = () => Response;
const lost: Answer = () => {
  throw new TypeError('Failed to fetch');
};
const answers =
  (body: unknown, status = 200): Answer =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });

/** A network that answers what it is told, one after the other, and keeps what it was sent. */
function network(...script: Answer[]): { key: string | null; csrf: string | null; body: string }[] {
  const sent: { key: string | null; csrf: string | null; body: string }[] = [];
  globalThis.fetch = (_, init) => {
    const headers = new Headers(init?.headers);
    const body = typeof init?.body === 'string' ? init.body : '';
    sent.push({ key: headers.get('Idempotency-Key'), csrf: headers.get('X-CSRF-Token'), body });
    const answer = script.shift();
    if (!answer) throw new Error('The network was asked more often than told');
    return Promise.resolve().then(answer);
  };
  return sent;
}

/** Lets every wait of the client pass. */
async function settled<T>(promise: Promise<T>): Promise<T | ApiProblem> {
  const outcome = promise.catch((error: unknown) => error as ApiProblem);
  await jest.advanceTimersByTimeAsync(60_000);
  return outcome;
}

const before = globalThis.fetch;
beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
  jest.useRealTimers();
  globalThis.fetch = before;
});

describe('a command over a bad network', () => {
  it('goes out again with the same key until it is answered', async () => {
    const sent = network(lost, lost, answers({ id: '1' }));
    expect(await settled(post('/orders', { dose: '1250' }))).toEqual({ id: '1' });
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    expect(sent).toHaveLength(3);
  });

  it('goes out again when a gateway answered in place of the server', async () => {
    const sent = network(answers('', 502), answers({}, 201));
    expect(await settled(post('/orders', {}))).toEqual({});
    expect(sent).toHaveLength(2);
  });

  it('says that it is being sent again, and stops saying so', async () => {
    network(lost, answers({}));
    const done = post('/orders', {});
    await jest.advanceTimersByTimeAsync(1);
    expect(resending.get()).toBe(1);
    await settled(done);
    expect(resending.get()).toBe(0);
  });

  it('keeps its key when the person presses again after it was given up', async () => {
    const sent = network(...Array.from({ length: 8 }, () => lost), answers({ id: '1' }));
    expect(await settled(post('/worksheets', { orderId: '7' }))).toMatchObject({ code: 'network.unreachable' });
    expect(await settled(post('/worksheets', { orderId: '7' }))).toEqual({ id: '1' });
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  });

  it('takes a new key for the next command, even an equal one, once the first was answered', async () => {
    const sent = network(answers({}), answers({}));
    await settled(post('/stock/receipts', { lot: 'A' }));
    await settled(post('/stock/receipts', { lot: 'A' }));
    expect(sent[0]?.key).not.toBe(sent[1]?.key);
  });

  it('takes a new key after a refusal, which the server rolled back with the old one', async () => {
    const refusal = { code: 'order.blocked', detail: 'Blocked.', status: 422 };
    const sent = network(answers(refusal, 422), answers({}));
    expect(await settled(post('/orders', { dose: '1' }))).toBeInstanceOf(ApiProblem);
    await settled(post('/orders', { dose: '1' }));
    expect(sent[0]?.key).not.toBe(sent[1]?.key);
  });

  it('uses the key it was given', async () => {
    const sent = network(answers({}));
    await settled(post('/orders', {}, { key: 'mine' }));
    expect(sent[0]?.key).toBe('mine');
  });
});

describe('a refusal', () => {
  it('is told with its code, its fields, and to whoever listens', async () => {
    const heard: string[] = [];
    listenToRefusals((problem) => void heard.push(problem.code));
    const fields = [{ field: 'dose', message: 'must be more than 0' }];
    network(answers({ code: 'request.invalid', detail: 'Not right.', fields }, 400));
    const problem = await settled(post('/orders', {}));
    expect(problem).toMatchObject({ code: 'request.invalid', status: 400, detail: 'Not right.' });
    expect((problem as ApiProblem).field('dose')).toBe('Must be more than 0.');
    expect(heard).toEqual(['request.invalid']);
  });

  it('is put in words when something else than the server answered', async () => {
    globalThis.fetch = () => Promise.resolve(new Response('<html>', { status: 413 }));
    expect(await settled(post('/orders', {}))).toMatchObject({ code: 'server.failed', status: 413 });
  });
});

describe('a request', () => {
  it('carries the token of the session when it changes something, and not when it reads', async () => {
    setCsrfToken('token');
    const sent = network(answers({}), answers([]));
    await settled(post('/orders', {}));
    await settled(get('/orders'));
    expect(sent.map(({ csrf, key }) => [csrf, key === null])).toEqual([
      ['token', false],
      [null, true],
    ]);
  });

  it('has a query string of what is set', () => {
    expect(query({ q: 'van co', state: '', cursor: null, limit: 20 })).toBe('?q=van+co&limit=20');
    expect(query({ q: '' })).toBe('');
  });
});
