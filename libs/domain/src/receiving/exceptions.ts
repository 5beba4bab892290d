/**
 * What goes to the exception desk, and whether it makes the product suspect. Suspect product is quarantined, and cleared or found
 * illegitimate by a pharmacist after an investigation (DS-06; suspect signals of domain-rules 7.3).
 */
export const EXCEPTION_KINDS = {
  damaged: { suspect: false, title: 'Damaged on arrival' },
  over: { suspect: false, title: 'More than ordered' },
  temperature: { suspect: false, title: 'Temperature on arrival' },
  'serial-seen': { suspect: true, title: 'Serial number seen before' },
  'serial-twice': { suspect: true, title: 'Serial number stated twice' },
  'received-not-in-ti': { suspect: true, title: 'Received, not in the transaction information' },
  'ti-not-received': { suspect: false, title: 'In the transaction information, not received' },
  'lot-mismatch': { suspect: true, title: 'Other lot than stated' },
  'expiry-mismatch': { suspect: true, title: 'Other expiry than stated' },
  'unknown-partner': { suspect: true, title: 'Unknown trading partner' },
  'missing-ts': { suspect: true, title: 'No transaction statement' },
} as const satisfies Record<string, { suspect: boolean; title: string }>;

export type ExceptionKind = keyof typeof EXCEPTION_KINDS;

/** FDA and affected partners are notified within 24 hours after a product was found illegitimate: Form FDA 3911 (DS-07). */
export const FDA_NOTICE_HOURS = 24;
