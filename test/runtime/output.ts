/** What a function wrote, line by line, as CloudWatch would tell the lines apart. */
export interface Output {
  /** The lines about calls. */
  readonly calls: readonly Readonly<Record<string, unknown>>[];
  /** The metrics in CloudWatch's embedded metric format. */
  readonly metrics: readonly Readonly<Record<string, unknown>>[];
  /** Every other line. */
  readonly others: readonly string[];
}

/** Sorts the lines of an output. */
export function readOutput(text: string): Output {
  const calls: Record<string, unknown>[] = [];
  const metrics: Record<string, unknown>[] = [];
  const others: string[] = [];
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const entry = parse(line);
    if (entry?.['_aws']) metrics.push(entry);
    else if (entry?.['message'] === 'call') calls.push(entry);
    else others.push(line);
  }
  return { calls, metrics, others };
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
