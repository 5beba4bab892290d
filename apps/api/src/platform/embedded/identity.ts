import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { run } from './processes.js';

/** As whom the database server runs, and the words put before its command to make it so. */
export interface Identity {
  uid?: number;
  gid?: number;
  prefix: string[];
}

const NAMESPACE = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'];
const SYSTEM_USER = 'postgres';

/**
 * PostgreSQL refuses to run as root. Started as root, it is run in a user namespace of its own, where it sees another
 * number while its files stay root's, so that a folder nobody else may enter still works. Where namespaces are refused
 * it is lent the system user `postgres`. A cluster keeps the owner it was made with.
 * @param cluster folder of the cluster, made or not
 * @param program a PostgreSQL program, run once to learn whether that user can reach it
 * @throws Error with a sentence for people when no way is open.
 */
export async function chooseIdentity(cluster: string, program: string): Promise<Identity> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const made = await fs.stat(path.join(cluster, 'PG_VERSION')).catch(() => undefined);
  if (made !== undefined && made.uid !== 0) return { uid: made.uid, gid: made.gid, prefix: [] };
  const [unshare = '', ...words] = NAMESPACE;
  if (await succeeds(unshare, [...words, program, '--version'])) return { prefix: NAMESPACE };
  const user = await systemUser();
  if (!(await succeeds(program, ['--version'], { uid: user.uid, gid: user.gid }))) {
    throw new Error(
      `PostgreSQL does not run as root, user namespaces are switched off here, and the user ${SYSTEM_USER} cannot reach ${program}. ` +
        `Start as an ordinary user, or move the program to a folder that ${SYSTEM_USER} may enter.`,
    );
  }
  if (made !== undefined) await run('chown', ['-R', `${user.uid}:${user.gid}`, cluster]);
  return user;
}

function succeeds(command: string, words: string[], who: { uid?: number; gid?: number } = {}): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(command, words, { ...who, cwd: '/' }, (error) => resolve(error === null)).once('error', () =>
      resolve(false),
    );
  });
}

async function systemUser(): Promise<Identity> {
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, SYSTEM_USER])).stdout);
  const known = async (): Promise<Identity> => ({ uid: await id('-u'), gid: await id('-g'), prefix: [] });
  return known().catch(async () => {
    const nobodyLogsIn = ['--no-create-home', '--shell', '/usr/sbin/nologin'];
    await run('useradd', ['--system', '--user-group', ...nobodyLogsIn, SYSTEM_USER]);
    return known();
  });
}
