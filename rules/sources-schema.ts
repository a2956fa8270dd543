import * as z from 'zod';
import { LONGEST_EXPRESSION, RULE_NAME } from './schema.ts';

const SECRET_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const HOST = /^(?=.{1,253}$)[A-Za-z\d]([A-Za-z\d-]*[A-Za-z\d])?(\.[A-Za-z\d]([A-Za-z\d-]*[A-Za-z\d])?)*$/;
const LDAP_URL = /^ldaps?:\/\/[A-Za-z\d.-]+(:\d{1,5})?$/;
const HEADER = /^[\w!#$%&'*+.^`|~-]+$/;

const text = (description: string) => z.string().min(1).max(4096).meta({ description });
const expression = (description: string) =>
  z
    .string()
    .min(1)
    .max(LONGEST_EXPRESSION)
    .meta({ description: `CEL expression: ${description}` });

const secret = z
  .string()
  .regex(SECRET_NAME, { error: 'up to 64 letters, digits and _ -' })
  .meta({ description: 'Name of a secret; the settings say which one of Secrets Manager it is' });
const ca = text(
  'File with the certificates to trust (PEM), beside this file; absent: the public ones',
).optional();
const username = expression('what the person is called there; absent: as typed').optional();
const decoy = text('A stored hash like most there; unknown people take as long as a check of it').optional();

const table = z
  .strictObject({ decoy })
  .meta({ description: 'Hashes in the credential table, which `hooks credentials load` fills' });

const ldap = z
  .strictObject({
    url: z
      .string()
      .regex(LDAP_URL, { error: 'ldaps://host[:port], or ldap://host[:port] with "startTls: true"' })
      .meta({ description: 'The server' }),
    startTls: z.boolean().optional().meta({ description: 'true: TLS is begun on an ldap:// connection' }),
    ca,
    dn: expression("the person's DN; put what was typed into dnValue(…)").optional(),
    search: z
      .strictObject({
        base: text('DN below which people are'),
        filter: expression('the filter that finds one person; put what was typed into filterValue(…)'),
        secret,
      })
      .optional()
      .meta({ description: "Finds the DN; the secret is the reader's {username: DN, password}" }),
  })
  .meta({ description: "Binds with the person's own name and password" });

const http = z
  .strictObject({
    url: z
      .url({ protocol: /^https$/, error: 'an https URL' })
      .meta({ description: 'The login endpoint, which gets a POST' }),
    ca,
    encoding: z.enum(['json', 'form']).optional().meta({ description: 'json if absent' }),
    usernameField: text('"username" if absent').optional(),
    passwordField: text('"password" if absent').optional(),
    fields: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'Fields that are always the same' }),
    username,
    header: z
      .string()
      .regex(HEADER, { error: 'the name of a header' })
      .optional()
      .meta({ description: 'Header that carries the secret, authorization if absent' }),
    secret: secret.optional(),
    match: expression('over status, body and text of the answer: the password is right'),
    noMatch: expression('the password is wrong, or the person may not sign in'),
    unknown: expression('nobody of that name is known').optional(),
  })
  .meta({ description: 'Asks a login endpoint. What none of the three expressions fits is undecided' });

const sql = z
  .strictObject({
    engine: z.enum(['postgresql', 'mysql']).meta({ description: 'mysql: MariaDB too' }),
    host: z
      .string()
      .regex(HOST, { error: 'the host name in the certificate' })
      .meta({ description: 'The server, whose certificate is checked' }),
    port: z.int().min(1).max(65_535).optional().meta({ description: '5432 or 3306 if absent' }),
    database: text('Name of the database'),
    ca,
    secret,
    query: text('Returns a column "hash", perhaps "salt" and "format"; its one parameter is $1, for mysql ?'),
    format: text('Format of the hashes, "auto" if absent').optional(),
    username,
    decoy,
  })
  .meta({ description: 'Reads a hash from a database; the secret is {username, password}' });

const source = z.strictObject({
  name: z
    .string()
    .regex(RULE_NAME, { error: 'up to 64 letters, digits and . _ -' })
    .meta({ description: 'Shown in logs and errors; unique' }),
  when: expression('over username: whether this source is responsible. Absent: always').optional(),
  next: z
    .boolean()
    .optional()
    .meta({ description: 'true: the sources below are asked about people this one does not know' }),
  timeout: z
    .int()
    .min(100)
    .max(2_000)
    .optional()
    .meta({ description: 'Milliseconds to wait for an answer, 1500 if absent' }),
  table: table.nullish(),
  ldap: ldap.optional(),
  http: http.optional(),
  sql: sql.optional(),
});

const count = (description: string) => z.int().min(1).max(1_000_000).optional().meta({ description });

/** The structure of `rules/password-sources.yaml`; the rest is checked by `rules/compile-sources.ts`. */
export const sourcesSchema = z.strictObject({
  version: z.literal(1),
  throttle: z
    .strictObject({
      minutes: z.int().min(1).max(60).optional().meta({ description: 'Length of a window, 5 if absent' }),
      usernameAndAddress: count('For one username from one address, 10 if absent'),
      username: count('For one username from anywhere, 100 if absent'),
      address: count('For all usernames from one address, 1000 if absent'),
    })
    .optional()
    .meta({ description: 'Attempts that may be made within a window; those beyond are undecided' }),
  shortNames: z.boolean().optional().meta({
    description: 'true: a name without "@" means one and the same person to Okta and to every source',
  }),
  sources: z.array(source).min(1).max(20).meta({ description: 'Asked in this order' }),
});

/** A file that passed {@link sourcesSchema}, expressions still as written. */
export type SourcesFile = z.infer<typeof sourcesSchema>;
