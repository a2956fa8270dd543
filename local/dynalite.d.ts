declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A DynamoDB in this process; without `path` its tables live in memory. */
  function dynalite(options?: { readonly createTableMs?: number; readonly path?: string }): Server;
  export = dynalite;
}
