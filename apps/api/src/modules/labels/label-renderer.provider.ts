import { fileURLToPath } from 'node:url';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LabelRenderer } from '#labels';

/** The one renderer of a process: a worker thread from the build, in-process where sources run as they are (tests). */
@Injectable()
export class Labels implements OnApplicationShutdown {
  readonly renderer = new LabelRenderer({
    mode: fileURLToPath(import.meta.url).endsWith('.ts') ? 'in-process' : 'worker',
  });

  onApplicationShutdown(): Promise<void> {
    return this.renderer.close();
  }
}
