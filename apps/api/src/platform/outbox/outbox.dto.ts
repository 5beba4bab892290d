export class StuckMessageResponse {
  id: string;
  topic: string;
  createdAt: string;
  stuckAt: string;
  attempts: number;
  /** Kind of the last error; its words are in the log. */
  lastError: string | null;
}
