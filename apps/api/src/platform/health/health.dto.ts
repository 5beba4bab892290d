export class HealthResponse {
  status: 'ok';
}

export class ReadinessResponse {
  ready: boolean;
  database: 'ok' | 'away' | 'migrations-pending';
  /** Away: jobs wait in the database, everything else works. */
  queue: 'ok' | 'away';
}
