/** A TCP line through which one process reaches another, that can be cut and mended. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

export class Line {
  /** Connections that were cut or refused while the line was cut. */
  broken = 0;
  private isCut = false;
  private readonly open = new Set<Socket>();
  private readonly server: Server;

  constructor(
    readonly port: number,
    private readonly to: number,
  ) {
    this.server = createServer((socket) => this.carry(socket));
  }

  async listen(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.open) {
      this.broken += 1;
      socket.destroy();
    }
  }

  mend(): void {
    this.isCut = false;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.open) socket.destroy();
    await closed;
  }

  private carry(socket: Socket): void {
    if (this.isCut) {
      this.broken += 1;
      socket.destroy();
      return;
    }
    const onward = connect(this.to, '127.0.0.1');
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      this.open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.open.delete(one);
        other.destroy();
      });
      one.setNoDelay(true);
      one.pipe(other);
    }
  }
}
