import { fromHex } from './encodings.ts';
import { partsOf } from './parts.ts';
import { DIGEST_BYTES, type DigestName, saltedDigests } from './salted-digest.ts';
import { type HashScheme, HashUndecidable } from './scheme.ts';

const ALGORITHMS: readonly DigestName[] = ['md5', 'sha256', 'sha512'];

/**
 * `<hex>[:<salt>]`, the salt before the password; the length tells MD5 (Community) from SHA-256 and SHA-512
 * (Enterprise). Never guessed: Joomla's look the same. Source: Magento 1, Mage_Core_Model_Encryption.
 */
export const magento1: HashScheme = {
  name: 'magento1',
  usedBy: 'Magento 1, OpenMage',
  recognises: () => false,
  ...saltedDigests(({ hash, salt }) => {
    const [hex, ownSalt] = partsOf(2, /^([^:]*)(?::(.*))?$/s, hash);
    const digest = fromHex(hex);
    const algorithm = ALGORITHMS.find((name) => DIGEST_BYTES[name] === digest?.length);
    if (!algorithm) throw new HashUndecidable('malformed hash');
    return { algorithm, before: Buffer.from(salt || ownSalt), digest };
  }),
};
