/** A schema of an OpenAPI 3.0 document, or what is made of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** Follows `#/…` references within one document. */
export type Resolve = (reference: string) => Schema;

/** Which way an object goes: what is `writeOnly` must not be answered. */
export type Direction = 'request' | 'answer';

/**
 * A schema as JSON Schema without references, which knows no properties but those that are described: nearly all that
 * Okta describes is optional, so that a slip in a name would not be noticed otherwise. Discriminators become choices.
 */
export function plainSchema(schema: Schema, resolve: Resolve, direction: Direction): Schema {
  return new Plain(resolve, direction).make(schema);
}

class Plain {
  readonly #resolve: Resolve;
  readonly #direction: Direction;

  constructor(resolve: Resolve, direction: Direction) {
    this.#resolve = resolve;
    this.#direction = direction;
  }

  make(schema: Schema, isPart = false): Schema {
    const { $ref, allOf, oneOf, anyOf, discriminator, nullable, ...rest } = schema;
    if (typeof $ref === 'string') return this.make(this.#resolve($ref), isPart);
    // `oneOf` of things that are all optional would refuse an empty object
    const choices = this.#choicesOf(isPart ? undefined : discriminator) ?? this.#list(oneOf ?? anyOf);
    if (choices) return nullable ? { anyOf: [...choices, { type: 'null' }] } : { anyOf: choices };
    const parts = [...(this.#list(allOf, true) ?? []), this.#own(rest)];
    const merged = parts.reduce(merge, {});
    const closed = isPart ? merged : close(merged);
    return nullable ? { anyOf: [closed, { type: 'null' }] } : closed;
  }

  #list(schemas: unknown, isPart = false): Schema[] | undefined {
    return Array.isArray(schemas) ? schemas.map((schema) => this.make(schema, isPart)) : undefined;
  }

  /** The schemas a discriminator leads to, each with the value that leads there. */
  #choicesOf(discriminator: unknown): Schema[] | undefined {
    const { propertyName, mapping } = Object(discriminator) as { propertyName?: string; mapping?: object };
    if (propertyName === undefined || !mapping) return undefined;
    return Object.entries(mapping).map(([value, $ref]) =>
      close(merge(this.make({ $ref }, true), { properties: { [propertyName]: { const: value } } })),
    );
  }

  #own({ properties, items, additionalProperties, ...rest }: Schema): Schema {
    const known = Object.entries(Object(properties) as Readonly<Record<string, Schema>>)
      .filter(([, property]) => this.#direction === 'request' || !property['writeOnly'])
      .map(([name, property]) => [name, this.make(property)]);
    return {
      ...rest,
      ...(known.length > 0 && { properties: Object.fromEntries(known) }),
      ...(items !== undefined && { items: this.make(items as Schema) }),
      ...(additionalProperties !== undefined && {
        additionalProperties:
          typeof additionalProperties === 'object'
            ? this.make(additionalProperties as Schema)
            : additionalProperties,
      }),
    };
  }
}

function merge(one: Schema, other: Schema): Schema {
  const properties = { ...Object(one['properties']), ...Object(other['properties']) };
  const required = [one, other].flatMap((schema) => schema['required'] ?? []);
  return {
    ...one,
    ...other,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  };
}

const close = (schema: Schema): Schema =>
  schema['properties'] && schema['additionalProperties'] === undefined
    ? { ...schema, additionalProperties: false }
    : schema;
