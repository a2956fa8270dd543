import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { TokenEndpoint } from '../rehearsal/api/oauth/token-endpoint.ts';

const CLIENT_ID = '0oa1serviceapp';
const SCOPES = ['okta.users.read', 'okta.logs.read'];

/** The stand-in's token endpoint, with the private key of its one service app. */
export class KeyedTokenEndpoint extends TokenEndpoint {
  readonly clientId = CLIENT_ID;
  readonly privateKey: KeyObject;

  constructor(origin: string, algorithm: 'RS256' | 'ES256' | 'ES384' = 'ES256') {
    const { privateKey, publicKey } =
      algorithm === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: algorithm === 'ES256' ? 'P-256' : 'P-384' });
    super(origin, { clientId: CLIENT_ID, publicKey, algorithm, scopes: SCOPES });
    this.privateKey = privateKey;
  }
}
