import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { foldLogin } from '../../lambda/logins/fold.ts';
import { oktaLoginKey } from '../../lambda/logins/okta-login-key.ts';
import type { CredentialTable } from '../../lambda/passwords/credentials/find.ts';
import {
  credentialKey,
  type Item,
  oktaIdItem,
  oktaIdKey,
} from '../../lambda/passwords/credentials/record.ts';
import { isUpdated } from '../credentials/conditional-update.ts';

/** Somebody whom the programme has created for the password hook. */
export interface ProgrammePerson {
  readonly login: string;
  readonly oktaId: string;
  readonly wave: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** What the programme tells the credential table. */
export interface ProgrammeWriter {
  /**
   * Writes Okta's id, wave and time of creation on the record of a person, and the item that leads from the id to it.
   * A record that is not there yet waits for its hash; hash, state and failures of one that is are left alone, and so is
   * all of one that belongs to somebody whose login only looks alike. May be repeated, and stopped in between.
   *
   * @throws CredentialTableUnavailable
   */
  write(person: ProgrammePerson): Promise<void>;
}

/** Writes to the credential table. */
export function createProgrammeWriter({ client, table: TableName }: CredentialTable): ProgrammeWriter {
  const update = async (Key: Item, set: Item, setOnce: Item = {}): Promise<boolean> => {
    const names = [...Object.keys(set), ...Object.keys(setOnce)];
    const assignments = names.map((name) =>
      name in set ? `#${name} = :${name}` : `#${name} = if_not_exists(#${name}, :${name})`,
    );
    const values = Object.entries({ ...set, ...setOnce });
    const command = new UpdateItemCommand({
      TableName,
      Key: { ...Key },
      UpdateExpression: `SET ${assignments.join(', ')}`,
      ConditionExpression: 'attribute_not_exists(#login) OR #login = :login',
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(values.map(([name, value]) => [`:${name}`, value])),
    });
    return isUpdated(client, command);
  };
  return {
    async write({ login, oktaId, wave, createdAt }) {
      const known = { oktaId: { S: oktaId }, wave: { S: wave }, createdAt: { N: String(createdAt) } };
      // the record first: an id never leads to nothing
      const isOwn = await update(credentialKey(login), known, {
        state: { S: 'waiting' },
        login: { S: oktaLoginKey(login) },
      });
      if (isOwn) await update(oktaIdKey(oktaId), oktaIdItem(foldLogin(login)));
    },
  };
}
