import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

/** A function as the stack describes it. */
export interface LambdaFunction {
  /** The folder that is uploaded, absolute. */
  readonly folder: string;
  /** `<file>.<export>` */
  readonly handler: string;
  readonly memoryMegabytes: number;
  /** The function's own environment variables. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Bytes of a process after a full garbage collection: objects, buffers outside the heap, resident memory. */
export type Memory = Pick<NodeJS.MemoryUsage, 'heapUsed' | 'external' | 'rss'>;

/** A function running under Lambda's runtime client. */
export interface LambdaProcess extends Pick<RuntimeApi, 'invoke' | 'initError' | 'polls' | 'ready'> {
  /** Everything the process has written so far: what would be in CloudWatch. */
  readonly output: () => string;
  memory(): Promise<Memory>;
  /** Settles with the exit code once the process has ended by itself or was stopped (null). */
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
}

/** The region the function believes to run in. */
export const REGION = 'us-east-1';

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The runtime client, built by `npm ci --prefix test/runtime`. */
const RUNTIME_CLIENT = path('node_modules/aws-lambda-ric/index.mjs');
/** What its build leaves behind, and a failed one does not. */
export const NATIVE_CLIENT = path('node_modules/aws-lambda-ric/rapid-client.node');

/** Starts the function in a process of its own, with Lambda's environment and nothing of this one's. */
export async function startLambda(lambda: LambdaFunction): Promise<LambdaProcess> {
  const api = await startRuntimeApi();
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--import', path('memory-probe.ts'), RUNTIME_CLIENT],
    { cwd: lambda.folder, env: environmentOf(lambda, api), stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  // `close` comes after the streams' end: the output is whole then.
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return {
    invoke: api.invoke,
    initError: api.initError,
    ready: api.ready,
    polls: api.polls,
    output: () => output,
    exited,
    memory: async () => {
      child.send('memory');
      const [memory] = await once(child, 'message');
      return memory as Memory;
    },
    stop: async () => {
      child.kill();
      await exited;
      await api.close();
    },
  };
}

/** Source: AWS Lambda developer guide, "Defined runtime environment variables". */
function environmentOf({ folder, handler, memoryMegabytes, variables }: LambdaFunction, api: RuntimeApi) {
  return {
    ...variables,
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: folder,
    AWS_LAMBDA_RUNTIME_API: api.address,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: 'proof',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/proof',
    AWS_LAMBDA_LOG_STREAM_NAME: 'proof',
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
  };
}
