import { type PageRow, type PersonRow, personRowOf } from '../page-row.ts';

/** Reads the people that the page carries: gzipped JSON in base64. */
export async function readRows(text: string): Promise<PersonRow[]> {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const unzipped = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const rows: readonly PageRow[] = await new Response(unzipped).json();
  return rows.map(personRowOf);
}
