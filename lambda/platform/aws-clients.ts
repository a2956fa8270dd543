import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The SDK may print nothing: its warnings are not our log lines. */
const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * Timeouts in milliseconds for every AWS client. They end a request long before the deadline of a call, so
 * that one retry fits in. Connections are kept alive, which is the handler's own default.
 */
const requestHandler = {
  connectionTimeout: 400,
  requestTimeout: 900,
  throwOnRequestTimeout: true,
  logger: quiet,
};

/**
 * A client for Secrets Manager. Region, credentials and `AWS_ENDPOINT_URL_SECRETS_MANAGER` come from the
 * environment.
 */
export function createSecretsManagerClient(): SecretsManagerClient {
  return new SecretsManagerClient({ maxAttempts: 2, requestHandler, logger: quiet });
}

/**
 * A client for DynamoDB, whose table is asked several times in one decision: when it hangs, a request and its
 * retry still leave time to decide without it. `AWS_ENDPOINT_URL_DYNAMODB` comes from the environment.
 */
export function createDynamoDbClient(): DynamoDBClient {
  const hurried = { ...requestHandler, connectionTimeout: 300, requestTimeout: 450 };
  return new DynamoDBClient({ maxAttempts: 2, requestHandler: hurried, logger: quiet });
}

/** A client for DynamoDB for work that nobody waits for: it reads whole pages, and asks again when it is throttled. */
export function createPatientDynamoDbClient(): DynamoDBClient {
  const patient = { ...requestHandler, connectionTimeout: 2_000, requestTimeout: 10_000 };
  return new DynamoDBClient({ maxAttempts: 6, requestHandler: patient, logger: quiet });
}
