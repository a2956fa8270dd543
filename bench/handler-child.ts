import { pathToFileURL } from 'node:url';

/** What {@link runHandler}'s process tells of itself, in milliseconds. */
export interface HandlerReport {
  readonly imported: number;
  /** The time that cores worked for the process, from its start. */
  readonly worked: number;
  readonly answers: readonly { readonly statusCode: number; readonly milliseconds: number }[];
}

type Handler = (event: object, context: object) => Promise<{ readonly statusCode: number }>;

const LAMBDA_TIMEOUT_MS = 5_000;
const [module = '', events = '[]'] = process.argv.slice(2);

const startedAt = performance.now();
const { handler }: { handler?: Handler } = await import(pathToFileURL(module).href);
const imported = performance.now() - startedAt;

const answers: HandlerReport['answers'][number][] = [];
for (const event of JSON.parse(events)) {
  if (!handler) throw new TypeError('the module exports no handler');
  const receivedAt = performance.now();
  event.requestContext.timeEpoch = Date.now();
  const getRemainingTimeInMillis = () => LAMBDA_TIMEOUT_MS - (performance.now() - receivedAt);
  const { statusCode } = await handler(event, { awsRequestId: 'bench', getRemainingTimeInMillis });
  answers.push({ statusCode, milliseconds: performance.now() - receivedAt });
}
const { user, system } = process.cpuUsage();
const report: HandlerReport = { imported, answers, worked: (user + system) / 1_000 };
// Connections that are kept alive, or hang, would keep the process.
process.send?.(report, () => process.exit(0));
