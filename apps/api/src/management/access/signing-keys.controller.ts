import { Get, Inject, Post, Query } from '@nestjs/common';
import { Verb } from '../../http/verb.js';
import { SigningKeys } from '../../tokens/signing-keys.js';
import { InputPipe } from '../input/input.pipe.js';
import { parseOverlap } from '../input/overlap.js';
import { Operation } from '../openapi/operation.js';
import { ManagementController } from './management-controller.js';
import { RotateQuery, SigningKeyBody, SigningKeyList } from './signing-key.dto.js';

/** As long as `GET /keys` may be cached: whoever verifies a token has read the new key by then. */
const PUBLISHED_BEFORE_MS = 300_000;

@ManagementController('signing_keys', 'API keys')
export class SigningKeysController {
  constructor(@Inject(SigningKeys) private readonly keys: SigningKeys) {}

  @Get()
  @Operation({
    id: 'SigningKeys_list',
    summary: 'List the keys that sign access tokens',
    description: 'The list never shows the private keys. `GET /keys` has the public keys.',
    scope: 'admin',
    answer: SigningKeyList,
  })
  async list(): Promise<SigningKeyList> {
    await this.keys.current();
    return SigningKeyList.of((await this.keys.list()).map(SigningKeyBody.of));
  }

  @Verb(Post, 'rotate')
  @Operation({
    id: 'SigningKeys_rotate',
    summary: 'Replace the key that signs access tokens',
    description:
      '`GET /keys` shows the new key at once, and the new key signs 5 minutes later. The old keys stay valid for `overlap` after that. With `overlap=0` the new key signs at once, and every token of the old keys stops within 10 seconds.',
    scope: 'admin',
    audit: 'signing_key.rotate',
    answer: SigningKeyList,
  })
  async rotate(@Query(InputPipe) query: RotateQuery): Promise<SigningKeyList> {
    const overlapMs = parseOverlap(query.overlap, '24h');
    const startsInMs = overlapMs === 0 ? 0 : PUBLISHED_BEFORE_MS;
    return SigningKeyList.of((await this.keys.rotate({ startsInMs, overlapMs })).map(SigningKeyBody.of));
  }
}
