import { FeedRefusal, FEED_BYTES_LIMIT, takeFeedFile, type FeedFile } from './feed-file.js';

const FETCH_WITHIN_MS = 60_000;

/**
 * The feed from its address: http or https (checked when the settings were read), within a minute, at most 50 MB.
 * @throws FeedRefusal when there is no answer, a wrong one, or one that is no feed
 */
export async function fetchFeed(address: string): Promise<FeedFile> {
  try {
    const answer = await fetch(address, {
      signal: AbortSignal.timeout(FETCH_WITHIN_MS),
      headers: { accept: 'application/json, application/zip' },
    });
    const length = Number(answer.headers.get('content-length') ?? 0);
    if (!answer.ok || length > FEED_BYTES_LIMIT) {
      await answer.body?.cancel();
      throw new FeedRefusal(answer.ok ? 'The file is larger than 50 MB.' : `The address answered ${answer.status}.`);
    }
    if (!answer.body) throw new FeedRefusal('The address answered nothing.');
    return await takeFeedFile(answer.body);
  } catch (error) {
    if (error instanceof FeedRefusal) throw error;
    const late = error instanceof Error && error.name === 'TimeoutError';
    throw new FeedRefusal(late ? 'The address did not answer within a minute.' : 'The address cannot be reached.');
  }
}
