import { IsString, IsUUID, Length } from 'class-validator';

export class SignInRequest {
  @IsString() @Length(1, 200) login: string;
  @IsString() @Length(1, 200) password: string;
}

export class UnlockRequest {
  @IsString() @Length(1, 200) password: string;
}

export class ChangePasswordRequest {
  /** The present one. */
  @IsString() @Length(1, 200) password: string;
  /** At least 10 characters. */
  @IsString() @Length(1, 200) newPassword: string;
}

export class DemoSignInRequest {
  @IsUUID() personId: string;
}

export class SessionPerson {
  id: string;
  login: string;
  /** Name and credentials as printed. */
  name: string;
  initials: string;
}

export class SessionSite {
  name: string;
  /** IANA time zone. */
  zone: string;
}

/** Who is signed in at this screen, and what they may do. */
export class SessionResponse {
  person: SessionPerson;
  roles: string[];
  /** Verbs on nouns, such as `order.review`. */
  permissions: string[];
  /** To be sent back in `X-CSRF-Token` with every request that changes something. */
  csrfToken: string;
  locked: boolean;
  passwordMustChange: boolean;
  /** The session ends then, however busy; sign in again. */
  endsAt: string;
  /** Minutes without a touch after which the screen locks. */
  idleMinutes: number;
  demo: boolean;
  /** Null until somebody has entered it. */
  site: SessionSite | null;
}

export class DemoPerson {
  id: string;
  name: string;
  login: string;
  roles: string[];
}

/** What the sign-in page offers. */
export class DemoPeopleResponse {
  demo: boolean;
  /** Every demo person's password, needed to sign records; null outside the demo mode. */
  password: string | null;
  people: DemoPerson[];
}
