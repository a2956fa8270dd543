import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  credentialItem,
  credentialKey,
  shortNameItem,
  shortNameKey,
} from '../lambda/passwords/credentials/record.ts';
import { LOCAL_CREDENTIAL_TABLE } from './dynamodb.ts';

/** Invented people of a legacy system; their passwords stand in `events/password`. */
const PEOPLE: readonly { readonly login: string; readonly hash: string }[] = [
  {
    login: 'ana.silva@example.com',
    hash: '$2a$10$9FgsegkrAEkVfdYaO1SQAuVOz4RiqW5pBnHzvQ9RZfMtVhKcF02VK',
  },
  {
    login: 'bjørn.åsen@example.com',
    hash: '$argon2id$v=19$m=19456,t=2,p=1$EJE53+wqbxzX0e4sQfMM3A$sp5kbn97Xi1drBeytVdP+queZJjCSU75NeNaYAkCyfk',
  },
  {
    login: 'chidi.okafor@example.com',
    hash: 'pbkdf2_sha256$260000$DoJu03VSLlnX-dcO$rACRsse6PN3gC76LOr29VvxtHiXT+yynOMq8fqpgUqw=',
  },
];

/** When Okta is supposed to have created them: a short name leads to nobody whom Okta does not have. */
const CREATED_AT = Date.UTC(2026, 10, 1);

/** Puts the sample's people into the credential table of the stand-in for DynamoDB at `endpoint`. */
export async function loadSampleCredentials(endpoint: string, region: string): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region, credentials });
  for (const { login, hash } of PEOPLE) {
    const [name = ''] = login.split('@');
    const stored = { hash, format: 'auto' };
    const record = { stored, state: 'waiting', createdAt: CREATED_AT } as const;
    const items = [
      { ...credentialKey(login), ...credentialItem(record) },
      { ...shortNameKey(name), ...shortNameItem({ kind: 'login', fold: login }) },
    ];
    for (const Item of items) {
      await client.send(new PutItemCommand({ TableName: LOCAL_CREDENTIAL_TABLE, Item }));
    }
  }
  client.destroy();
}
