import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

export const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PhotoType = (typeof PHOTO_TYPES)[number];
export const PHOTO_LIMIT_BYTES = 6 * 1024 * 1024;

export interface Photo {
  readonly bytes: Buffer;
  readonly mediaType: PhotoType;
  readonly sha256: string;
}

/** What the first bytes say it is, whatever the sender says. */
export function sniffPhoto(bytes: Buffer): PhotoType | undefined {
  const text = bytes.subarray(0, 12).toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp';
  return undefined;
}

/** A photo as the raw body of the request. */
export const PhotoBody = createParamDecorator((_: unknown, context: ExecutionContext): Photo => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  const mediaType = Buffer.isBuffer(body) ? sniffPhoto(body) : undefined;
  if (!Buffer.isBuffer(body) || mediaType === undefined)
    throw new Problem('request.wrong-media-type', {
      detail: 'This is not a photo that can be kept.',
      accepted: `${PHOTO_TYPES.join(', ')}, at most 6 MB`,
    });
  return { bytes: body, mediaType, sha256: createHash('sha256').update(body).digest('hex') };
});
