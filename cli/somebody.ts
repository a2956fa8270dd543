import { CommandError } from './command.ts';

/** An export that names nobody is a mistake of whoever made it, however well everything else would go. */
const EXPORT_AGAIN = 'export it again, and look whether people follow its header';

/**
 * The same rows, of which there has to be one.
 *
 * @param where the name of the file
 * @throws CommandError in place of the end, when there was none
 */
export async function* withSomebody<Row>(rows: AsyncIterable<Row>, where: string): AsyncGenerator<Row> {
  let isEmpty = true;
  for await (const row of rows) {
    isEmpty = false;
    yield row;
  }
  if (isEmpty) throw new CommandError('the file names nobody', { where, next: EXPORT_AGAIN });
}
