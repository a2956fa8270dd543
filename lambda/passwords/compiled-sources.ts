import type { CompiledExpression } from '../imports/compiled-rules.ts';
import type { ThrottleLimits } from './guards/throttle.ts';

/** What every source has. */
interface Common {
  readonly name: string;
  /** Over `username`; absent: responsible for everybody. */
  readonly when?: CompiledExpression;
  /** Whether the sources after it are asked about people it does not know. */
  readonly next: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

/** The credential table. */
export interface CompiledTable extends Common {
  readonly kind: 'table';
  /** A hash to check when a person is unknown, so that this takes as long as a wrong password. */
  readonly decoy?: string;
}

/** A bind with the person's own name and password. */
export interface CompiledLdap extends Common {
  readonly kind: 'ldap';
  /** `ldaps://…`, or `ldap://…` with `startTls`. */
  readonly url: string;
  readonly startTls: boolean;
  /** Certificates to trust (PEM) instead of the public ones. */
  readonly ca?: string;
  /** Makes the person's DN. */
  readonly dn?: CompiledExpression;
  /** Finds the person's DN, with the reader that the secret has. */
  readonly search?: {
    readonly base: string;
    readonly filter: CompiledExpression;
    readonly secret: string;
  };
}

/** A POST to a login endpoint. */
export interface CompiledHttp extends Common {
  readonly kind: 'http';
  readonly url: string;
  readonly ca?: string;
  readonly encoding: 'json' | 'form';
  /** Names of the fields that carry what the person typed. */
  readonly usernameField: string;
  readonly passwordField: string;
  /** Fields that are always the same. */
  readonly fields: Readonly<Record<string, string>>;
  /** What goes into the username's field; absent: as typed. */
  readonly username?: CompiledExpression;
  /** The header that carries the secret. */
  readonly header: string;
  readonly secret?: string;
  /** Over `status`, `body` and `text` of the answer. */
  readonly match: CompiledExpression;
  readonly noMatch: CompiledExpression;
  readonly unknown?: CompiledExpression;
}

/** A query that returns a hash. */
export interface CompiledSql extends Common {
  readonly kind: 'sql';
  readonly engine: 'postgresql' | 'mysql';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly ca?: string;
  readonly secret: string;
  /** With one parameter: `$1`, for MySQL `?`. */
  readonly query: string;
  /** Of the hashes, unless a column `format` says otherwise. */
  readonly format: string;
  /** The parameter; absent: the username as typed. */
  readonly username?: CompiledExpression;
  readonly decoy?: string;
}

export type CompiledSource = CompiledTable | CompiledLdap | CompiledHttp | CompiledSql;

/**
 * The JSON that `rules/compile-sources.ts` makes of `rules/password-sources.yaml` and the Lambda reads at its cold
 * start. It was checked when it was made.
 */
export interface CompiledSources {
  readonly version: 1;
  readonly throttle: ThrottleLimits;
  /** Whether sources are asked about names without `@`. */
  readonly shortNames: boolean;
  readonly sources: readonly CompiledSource[];
}
