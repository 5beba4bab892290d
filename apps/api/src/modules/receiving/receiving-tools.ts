import { Injectable } from '@nestjs/common';
import { Audit } from '../../platform/audit/audit.js';
import { Signatures } from '../../platform/auth/signatures.js';
import { Feed } from '../../platform/feed/feed.js';
import { Numbers } from '../../platform/numbers.js';

/** What recording a delivery is told to and signed with. */
@Injectable()
export class ReceivingTools {
  constructor(
    readonly audit: Audit,
    readonly feed: Feed,
    readonly signatures: Signatures,
    readonly numbers: Numbers,
  ) {}
}
