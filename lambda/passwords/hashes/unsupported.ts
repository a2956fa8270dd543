import { type HashScheme, HashUndecidable } from './scheme.ts';

/** Formats that are known by name and that nothing here computes: whoever has one needs a new password. */
export const unsupportedSchemes: readonly HashScheme[] = [
  unsupported('yescrypt', 'shadow files of Debian 11 on, Fedora', /^\$y\$/),
  unsupported('gost-yescrypt', 'shadow files of ALT Linux', /^\$gy\$/),
  unsupported('scrypt-crypt', 'shadow files with $7$', /^\$7\$/),
  unsupported('sun-md5', 'shadow files of Solaris', /^\$md5[,$]/),
  unsupported('sha1-crypt', 'shadow files of NetBSD', /^\$sha1\$/),
  unsupported('nt-hash', 'shadow files of FreeBSD with $3$', /^\$3\$/),
  unsupported('bsdi-crypt', 'shadow files of BSD/OS', /^_[./0-9A-Za-z]{19}$/),
  unsupported('django-des', 'Django CryptPasswordHasher', /^crypt\$/),
  unsupported('des-crypt', 'the first shadow files, old htpasswd', /^[./0-9A-Za-z]{13}$/),
];

function unsupported(name: string, usedBy: string, pattern: RegExp): HashScheme {
  return {
    name,
    usedBy,
    isSupported: false,
    recognises: (hash) => pattern.test(hash),
    prepare: () => {
      throw new HashUndecidable('unsupported hash');
    },
  };
}
