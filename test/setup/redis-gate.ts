import net from 'node:net';

/** A door before the queue, to be shut and opened again: what a network that fails looks like from here. */
export interface Gate {
  readonly url: string;
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

export async function gateTo(redisUrl: string, opened = true): Promise<Gate> {
  const behind = new URL(redisUrl);
  const sockets = new Set<net.Socket>();
  let passing = opened;
  const server = net.createServer((inside) => {
    if (!passing) {
      inside.destroy();
      return;
    }
    const outside = net.connect(Number(behind.port), behind.hostname);
    for (const socket of [inside, outside]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        inside.destroy();
        outside.destroy();
      });
    }
    inside.pipe(outside).pipe(inside);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = new URL(redisUrl);
  url.port = String((server.address() as net.AddressInfo).port);
  url.hostname = '127.0.0.1';
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url: url.href,
    shut() {
      passing = false;
      cut();
    },
    open() {
      passing = true;
    },
    async close() {
      cut();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
