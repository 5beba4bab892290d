/** Who is signed in, what they may do, and what every screen needs to know of the site. */
export interface Session {
  person: { id: string; login: string; name: string; initials: string };
  roles: string[];
  permissions: string[];
  csrfToken: string;
  locked: boolean;
  passwordMustChange: boolean;
  endsAt: string;
  /** Minutes without a touch until the screen locks. */
  idleMinutes: number;
  demo: boolean;
  /** Null until somebody has entered it. */
  site: { name: string; zone: string } | null;
}

export interface DemoPeople {
  demo: boolean;
  password: string | null;
  people: { id: string; name: string; login: string; roles: string[] }[];
}
