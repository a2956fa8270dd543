import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { ApiExchange } from '../../rehearsal/api/exchange.ts';
import { type Direction, plainSchema, type Schema } from './plain-schema.ts';

const FILE = path.join(import.meta.dirname, '../../../shared/okta/openapi-subset.json');

/** Errors that every operation may answer with by Okta's page of error codes, although many descriptions omit them. */
const EVERYWHERE = new Set(['400', '401', '405', '415', '500']);
const ERROR = { $ref: '#/components/schemas/Error' };
/** Its answer is the hook service's own, which may hold more. */
const FOREIGN_ANSWERS = new Set(['executeInlineHook']);

interface Media {
  readonly content?: { readonly 'application/json'?: { readonly schema: Schema } };
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Schema[];
  readonly requestBody?: Media & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Schema>>;
}

/** Okta's own description of its API, which is not part of the project; undefined where it is not at hand. */
export function readOktaDescription(): OktaDescription | undefined {
  return existsSync(FILE) ? new OktaDescription(JSON.parse(readFileSync(FILE, 'utf8'))) : undefined;
}

/** Holds exchanges against the description. */
export class OktaDescription {
  readonly #document: Schema;
  readonly #ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  readonly #checks = new Map<string, ValidateFunction>();

  constructor(document: Schema) {
    this.#document = withLinkedId(document);
    addFormats.default(this.#ajv);
  }

  /** Whether it describes this operation. */
  knows({ request, path: route }: ApiExchange): boolean {
    return this.#operationOf(request.method, route) !== undefined;
  }

  /** What is not as described, without values; for an exchange that was refused, only of the answer. */
  faultsOf({ request, answer, path: route }: ApiExchange): string[] {
    const operation = this.#operationOf(request.method, route);
    if (!operation) return [];
    const { operationId } = operation;
    const faults = [
      ...(answer.status < 400 ? this.#requestFaults(operation, request, route) : []),
      ...this.#answerFaults(operation, answer),
    ];
    return faults.map((fault) => `${operationId} ${answer.status}: ${fault}`);
  }

  #operationOf(method: string, route = ''): Operation | undefined {
    const paths = this.#document['paths'] as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    return paths[route]?.[method.toLowerCase()];
  }

  #requestFaults(operation: Operation, { url, body }: ApiExchange['request'], route = ''): string[] {
    const { operationId, requestBody } = operation;
    const schema = requestBody?.content?.['application/json']?.schema;
    const queries = this.#queryFaults(operation, new URL(url, 'https://org.example').searchParams, route);
    if (!schema) return body === '' ? queries : [...queries, 'a body that is not described'];
    if (body === '') return requestBody?.required ? [...queries, 'no body'] : queries;
    return [...queries, ...this.#check(`${operationId} request`, schema, 'request', JSON.parse(body))];
  }

  #queryFaults({ parameters = [] }: Operation, query: URLSearchParams, route: string): string[] {
    const known = parameters
      .map((parameter) => this.#follow(parameter) as unknown as Parameter)
      .filter((parameter) => parameter.in === 'query');
    const unknown = [...query.keys()].filter((name) => !known.some((one) => one.name === name));
    return [
      ...unknown.map((name) => `${name} is not described`),
      ...known.flatMap(({ name, required = false, schema = {} }) => {
        const text = query.get(name);
        if (text === null) return required ? [`${name} is missing`] : [];
        return this.#check(`${route} ${name}`, schema, 'request', typed(text, schema));
      }),
    ];
  }

  #answerFaults({ operationId, responses }: Operation, { status, body }: ApiExchange['answer']): string[] {
    const response = responses[status];
    if (!response && !EVERYWHERE.has(String(status))) return ['the status is not described'];
    const media = response ? (this.#follow(response) as Media) : undefined;
    const schema = response ? media?.content?.['application/json']?.schema : ERROR;
    if (!schema) return body === undefined ? [] : ['a body that is not described'];
    if (status < 400 && FOREIGN_ANSWERS.has(operationId)) return [];
    return this.#check(`${operationId} ${status}`, schema, 'answer', body);
  }

  #check(name: string, schema: Schema, direction: Direction, value: unknown): string[] {
    const check = this.#checks.get(name) ?? this.#compile(schema, direction);
    this.#checks.set(name, check);
    if (check(JSON.parse(JSON.stringify(value)))) return [];
    return (check.errors ?? []).map(({ instancePath, message = '', params }) =>
      [instancePath, message, params['additionalProperty']].filter(Boolean).join(' '),
    );
  }

  #compile(schema: Schema, direction: Direction): ValidateFunction {
    return this.#ajv.compile(
      plainSchema(schema, (reference) => this.#follow({ $ref: reference }), direction),
    );
  }

  #follow(schema: Schema): Schema {
    const { $ref } = schema;
    if (typeof $ref !== 'string') return schema;
    let found: unknown = this.#document;
    for (const name of $ref.slice(2).split('/')) found = Reflect.get(Object(found), name);
    return found as Schema;
  }
}

/** Queries are text; what the description calls a number or a boolean is compared as one. */
function typed(text: string, { type }: Schema): unknown {
  if (type === 'integer' && /^\d+$/.test(text)) return Number(text);
  return type === 'boolean' && /^(true|false)$/.test(text) ? text === 'true' : text;
}

/** The id of the user to link to, which the description names in words (`data.user.id`) and leaves out of the schema. */
function withLinkedId(document: Schema): Schema {
  const { components } = structuredClone(document) as unknown as {
    readonly components: { readonly schemas: Readonly<Record<string, ImportData>> };
  };
  Object.assign(components.schemas['UserImportRequestData']?.properties.user.properties ?? {}, {
    id: { type: 'string' },
  });
  return { ...document, components };
}

interface ImportData {
  readonly properties: { readonly user: { readonly properties: Schema } };
}
