import { writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { importRulesSchema } from './schema.ts';
import { sourcesSchema } from './sources-schema.ts';

/** The JSON Schemas that give editors completion and checks while a rules file is written, by file name. */
export function rulesSchemas(): Readonly<Record<string, string>> {
  return {
    'import.schema.json': jsonSchema(importRulesSchema, 'Import rules of okta-hooks'),
    'password-sources.schema.json': jsonSchema(sourcesSchema, 'Password sources of okta-hooks'),
  };
}

function jsonSchema(schema: z.ZodType, title: string): string {
  // draft 7 is what the YAML language server of the editors understands best
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(rulesSchemas())) {
    await writeFile(new URL(name, import.meta.url), text);
  }
}
