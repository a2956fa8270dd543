/** Commands for a POSIX shell that make a hash of `$PASSWORD`. */

/** A program that reads the password from standard input. */
export const typed = (command: string) => `printf %s "$PASSWORD" | ${command}`;

/** PHP, with the password as `$p`. */
export const php = (expression: string) => `php -r '$p = getenv("PASSWORD"); echo ${expression};'`;

/** Python, with the password as `p`. */
export const python = (program: string) =>
  `/usr/bin/python3 -W ignore -c 'import os; p = os.environ["PASSWORD"]; ${program}'`;

/** A hasher of Django, changed before it hashes. */
export const django = (hasher: string, change: string) =>
  python(
    `import django.conf; django.conf.settings.configure(); import django.contrib.auth.hashers as m; h = m.${hasher}(); ${change}; print(h.encode(p, h.salt()))`,
  );

/** A handler of Passlib. */
export const passlib = (handler: string, settings = '') =>
  python(`from passlib.hash import ${handler} as h; print(h.using(${settings}).hash(p))`);
