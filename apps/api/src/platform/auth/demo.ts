/** Every made-up person's password, shown on the sign-in page of a demo pharmacy and worth nothing elsewhere. */
export const DEMO_PASSWORD = 'demo';
