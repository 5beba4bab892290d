import type { FastifyInstance } from 'fastify';

/** Of an uploaded feed. A type of its own, because such a body is read as a stream and never held as a whole. */
export const FEED_MEDIA_TYPE = 'application/vnd.openfda.shortages';

/** Leaves such a body on the socket, to be read once it is known that the sender may send it. */
export function acceptFeedFiles(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(FEED_MEDIA_TYPE, (_request, _payload, done) => done(null, undefined));
}
