declare const brand: unique symbol;

/** A `T` that only its maker can make: a lot's id is not an order's id. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type PersonId = Brand<string, 'PersonId'>;
export type SessionId = Brand<string, 'SessionId'>;
export type SiteId = Brand<string, 'SiteId'>;
