import path from 'node:path';
import { styleText } from 'node:util';
import { BUNDLE_BUDGET, type BundleWeight } from './bundle-weight.ts';
import type { CloudAssembly } from './cloud-assembly.ts';
import type { RouteThrottle } from './constructs/hook-api.ts';
import { HOOKS } from './hooks.ts';
import { hookOutputs } from './outputs.ts';

const LABEL_WIDTH = 12;
const TEXT_WIDTH = 96;
const HEAVIEST = 5;

/** What a synthesis made, for whoever is about to deploy it: a few lines under a title. */
export function summarize(assembly: CloudAssembly): string {
  const { stackName, templateFile, resources, outputs, acknowledged, findings } = assembly;
  const template = path.relative(process.cwd(), templateFile);
  const rows: [label: string, lines: readonly string[]][] = [
    ...HOOKS.filter(({ id }) => outputs.includes(hookOutputs(id).url)).map(({ kind }): [string, string[]] => [
      'function',
      [`${kind}-hook: ${bundleOf(assembly.weightOf(kind))}`, ...wrap(partsOf(assembly.weightOf(kind)))],
    ]),
    ...routesOf(assembly).map((route): [string, string[]] => ['route', [route]]),
    ['alarms', [alarmsOf(assembly)]],
    ['outputs', wrap(outputs.join(', '))],
    ['cdk-nag', [`${findings} findings unacknowledged, ${acknowledged.length} acknowledged:`]],
    ...acknowledged.map(({ id, at, reason }): [string, string[]] => [
      '',
      [`${styleText('yellow', id)} at ${at.slice(1)}`, ...wrap(reason).map((line) => styleText('dim', line))],
    ]),
  ];
  return [
    '',
    `${styleText(['bold', 'green'], stackName)}: ${resources.length} resources in ${template}`,
    '',
    ...rows.flatMap(([label, lines]) => lines.map((line, index) => row(index === 0 ? label : '', line))),
    '',
  ].join('\n');
}

function row(label: string, text: string): string {
  return `  ${styleText('bold', label.padEnd(LABEL_WIDTH))}${text}`;
}

function bundleOf({ bytes }: BundleWeight): string {
  return `${kilobytes(bytes)} minified, of ${kilobytes(BUNDLE_BUDGET)} it may have`;
}

function partsOf({ parts }: BundleWeight): string {
  const rest = parts.slice(HEAVIEST);
  const others = { name: `${rest.length} others`, bytes: rest.reduce((sum, { bytes }) => sum + bytes, 0) };
  return [...parts.slice(0, HEAVIEST), others]
    .map(({ name, bytes }) => `${name} ${kilobytes(bytes)}`)
    .join(' · ');
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} KB`;
}

function routesOf({ resources }: CloudAssembly): readonly string[] {
  const stage = resources.find(({ Type }) => Type === 'AWS::ApiGatewayV2::Stage');
  const throttles = Object.entries(
    (stage?.Properties['RouteSettings'] ?? {}) as Record<string, RouteThrottle>,
  );
  return throttles.map(
    ([route, { ThrottlingRateLimit, ThrottlingBurstLimit }]) =>
      `${route}, up to ${ThrottlingRateLimit} calls a second, ${ThrottlingBurstLimit} at once`,
  );
}

function alarmsOf({ resources }: CloudAssembly): string {
  const alarms = resources.filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  const told = alarms.some(({ Properties }) => Properties['AlarmActions'] !== undefined);
  return `${alarms.length}, ${told ? 'told to a topic' : 'told to nobody: set alarmEmail or alarmTopicArn'}`;
}

/** Lines of whole words. */
function wrap(text: string): readonly string[] {
  return text.match(new RegExp(`.{1,${TEXT_WIDTH}}(?= |$)`, 'g'))?.map((line) => line.trim()) ?? [];
}
