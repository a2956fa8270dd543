import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A value of a template: text, or an intrinsic function that CloudFormation resolves. */
export type TemplateValue = string | { readonly [intrinsic: string]: unknown };

/** A Lambda function of the synthesised template, with what `sam local` reads of it. */
export interface SynthesisedFunction {
  readonly logicalId: string;
  /** The folder that is uploaded, absolute. */
  readonly folder: string;
  readonly handler: string;
  readonly runtime: string;
  readonly memoryMegabytes: number;
  readonly variables: Readonly<Record<string, TemplateValue>>;
}

/** What `cdk synth` made, in a folder of its own. */
export interface Synthesised {
  /** The template's name in the folder. */
  readonly templateFile: string;
  readonly functions: readonly SynthesisedFunction[];
  /** The properties of every resource of a type, such as `AWS::ApiGatewayV2::Route`. */
  propertiesOf(type: string): readonly Readonly<Record<string, unknown>>[];
  /** Takes the folder away. */
  remove(): Promise<void>;
}

interface Resource {
  readonly Type: string;
  readonly Metadata?: { readonly 'aws:asset:path'?: string; readonly 'aws:asset:property'?: string };
  readonly Properties: {
    readonly Handler: string;
    readonly Runtime: string;
    readonly MemorySize: number;
    readonly Environment?: { readonly Variables: Readonly<Record<string, TemplateValue>> };
  };
}

const PROJECT = path.join(import.meta.dirname, '../..');
const CDK = path.join(PROJECT, 'node_modules/aws-cdk/bin/cdk');

/** Runs `cdk synth` as `npm run synth` does, and lists the functions whose code comes from this project. */
export async function synthesise(): Promise<Synthesised> {
  const folder = await mkdtemp(path.join(tmpdir(), 'okta-hooks-synth-'));
  const remove = () => rm(folder, { recursive: true });
  try {
    await promisify(execFile)(process.execPath, [CDK, 'synth', '--quiet', '--output', folder], {
      cwd: PROJECT,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    return { ...(await readTemplate(folder)), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function readTemplate(folder: string): Promise<Omit<Synthesised, 'remove'>> {
  const templateFile = await onlyTemplate(folder);
  const template = JSON.parse(await readFile(path.join(folder, templateFile), 'utf8'));
  const resources = Object.entries(template.Resources as Record<string, Resource>);
  return {
    templateFile,
    functions: resources.flatMap(([id, resource]) => functionOf(folder, id, resource)),
    propertiesOf: (type) =>
      resources.flatMap(([, { Type, Properties }]) => (Type === type ? [{ ...Properties }] : [])),
  };
}

async function onlyTemplate(folder: string): Promise<string> {
  const [file, ...others] = (await readdir(folder)).filter((name) => name.endsWith('.template.json'));
  if (!file || others.length > 0) throw new Error('expected one stack, and one template');
  return file;
}

function functionOf(folder: string, logicalId: string, { Type, Metadata, Properties }: Resource) {
  const asset = Metadata?.['aws:asset:path'];
  if (Type !== 'AWS::Lambda::Function' || !asset || Metadata['aws:asset:property'] !== 'Code') return [];
  return [
    {
      logicalId,
      folder: path.resolve(folder, asset),
      handler: Properties.Handler,
      runtime: Properties.Runtime,
      memoryMegabytes: Properties.MemorySize,
      variables: Properties.Environment?.Variables ?? {},
    },
  ];
}
