import { hash, verify } from '@node-rs/argon2';

export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
}

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. About 30 ms of one core. */
export const PASSWORD_COST: PasswordCost = { memoryKib: 19_456, passes: 2 };

export const PASSWORD_SHORTEST = 10;
export const PASSWORD_LONGEST = 200;

/** Hashes and checks passwords, argon2id. */
export class Passwords {
  private decoy: Promise<string> | undefined;

  constructor(private readonly cost: PasswordCost = PASSWORD_COST) {}

  hash(password: string): Promise<string> {
    return hash(password, { memoryCost: this.cost.memoryKib, timeCost: this.cost.passes, parallelism: 1 });
  }

  /**
   * Whether the password is right. Without a stored hash it takes as long and says no, so that the time of the answer does
   * not tell who exists.
   */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    this.decoy ??= this.hash('nobody has this password');
    const right = await verify(stored ?? (await this.decoy), password);
    return right && stored !== undefined;
  }
}

/** Why a password will not do; `undefined` when it will. Length counts, not kinds of characters (NIST SP 800-63B). */
export function passwordFault(password: string, login: string): string | undefined {
  if (password.length < PASSWORD_SHORTEST) return `has fewer than ${PASSWORD_SHORTEST} characters`;
  if (password.length > PASSWORD_LONGEST) return `has more than ${PASSWORD_LONGEST} characters`;
  if (new Set(password).size < 5) return 'repeats too few characters';
  if (password.toLowerCase().includes(login.toLowerCase())) return 'contains the sign-in name';
  return undefined;
}
