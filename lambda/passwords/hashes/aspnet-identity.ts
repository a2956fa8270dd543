import { fromBase64 } from './encodings.ts';
import { type Pbkdf2Digest, type Pbkdf2Parameters, pbkdf2Hashes } from './pbkdf2.ts';
import { type HashScheme, HashUndecidable } from './scheme.ts';

const SALT = 16;
const V2 = { marker: 0x00, iterations: 1000, keyLength: 32 } as const;
const V3 = { marker: 0x01, header: 13 } as const;
/** .NET's KeyDerivationPrf, by its number. */
const PRF: readonly Pbkdf2Digest[] = ['sha1', 'sha256', 'sha512'];

/**
 * Base64 of a marker byte and PBKDF2: version 2 has fixed parameters, version 3 names them, big-endian.
 * Source: ASP.NET Core, Identity/Extensions.Core/src/PasswordHasher.cs.
 */
export const aspnetIdentity: HashScheme = {
  name: 'aspnet-identity',
  usedBy: 'ASP.NET Identity 2 and 3, ASP.NET Core Identity',
  recognises: (hash) => {
    const bytes = fromBase64(hash);
    if (bytes?.[0] === V2.marker) return bytes.length === 1 + SALT + V2.keyLength;
    return (
      bytes?.[0] === V3.marker && bytes.length >= V3.header + SALT + 16 && bytes.readUInt32BE(1) < PRF.length
    );
  },
  ...pbkdf2Hashes((hash) => {
    const bytes = fromBase64(hash);
    if (bytes?.[0] === V2.marker) return readV2(bytes);
    if (bytes?.[0] === V3.marker && bytes.length > V3.header) return readV3(bytes);
    throw new HashUndecidable('malformed hash');
  }),
};

function readV2(bytes: Buffer): Pbkdf2Parameters {
  const key = bytes.subarray(1 + SALT);
  const { iterations, keyLength } = V2;
  return { digest: 'sha1', iterations, salt: bytes.subarray(1, 1 + SALT), key, keyLength };
}

function readV3(bytes: Buffer): Pbkdf2Parameters {
  const digest = PRF[bytes.readUInt32BE(1)];
  const saltEnd = V3.header + bytes.readUInt32BE(9);
  if (!digest || saltEnd < V3.header + SALT || saltEnd >= bytes.length)
    throw new HashUndecidable('malformed hash');
  return {
    digest,
    iterations: bytes.readUInt32BE(5),
    salt: bytes.subarray(V3.header, saltEnd),
    key: bytes.subarray(saltEnd),
  };
}
