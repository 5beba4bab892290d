import { spawnSync } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { claimFolder, isClaimed } from './claim.js';
import { birthOf } from './processes.js';

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'claim of a folder '));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const lay = (text: string): Promise<void> => fs.writeFile(path.join(folder, 'launcher.pid'), text);

describe('claimFolder', () => {
  it('refuses a folder that a live process holds, and names that process', async () => {
    await claimFolder(folder);
    await expect(claimFolder(folder)).rejects.toThrow(
      `Another instance (process ${process.pid}) already uses the data folder ${folder}.`,
    );
  });

  it('gives the folder to one of many that ask at once', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 25 }, () => claimFolder(folder)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('gives a dead claim to one of many that ask at once', async () => {
    await lay('999999999\nlong gone\n');
    const asked = await Promise.allSettled(Array.from({ length: 25 }, () => claimFolder(folder)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('takes over from a process that has ended', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await lay(`${pid}\nits birth\n`);
    await (await claimFolder(folder)).release();
    expect(await isClaimed(folder)).toBe(false);
  });

  it('takes over from a process whose number was given to another', async () => {
    await lay(`${process.pid}\nan earlier birth\n`);
    expect(await claimFolder(folder)).toHaveProperty('release');
  });

  it.each(['', '\n', 'half', '12'])('takes over a claim that says nothing: %j', async (text) => {
    await lay(text);
    expect(await claimFolder(folder)).toHaveProperty('release');
  });

  it('leaves nothing of its own behind', async () => {
    const claim = await claimFolder(folder);
    expect(await fs.readdir(folder)).toEqual(['launcher.pid']);
    await claim.release();
    expect(await fs.readdir(folder)).toEqual([]);
  });

  it('does not release what another holds by now', async () => {
    const claim = await claimFolder(folder);
    await lay(`1\n${await birthOf(1)}\n`);
    await claim.release();
    expect(await isClaimed(folder)).toBe(true);
  });
});

describe('birthOf', () => {
  it('is the same however often it is asked', async () => {
    expect(await birthOf(process.pid)).toBe(await birthOf(process.pid));
    expect(await birthOf(process.pid)).toMatch(/\d/);
  });

  it.each([0, -1, 1.5, Number.NaN, 999_999_999])('knows no process %d', async (pid) => {
    expect(await birthOf(pid)).toBeUndefined();
  });
});
