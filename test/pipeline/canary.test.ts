import { describe, expect, it } from '@jest/globals';
import { CANARY, driveEveryPath } from './canary-paths.ts';
import { watchStreams } from './watch-streams.ts';

describe('nothing personal leaves the process', () => {
  it('neither in an answer nor on a stream, whatever path a call takes', async () => {
    const watch = watchStreams();
    const answers = await driveEveryPath().finally(watch.stop);
    const printed = watch.text();

    expect(answers.map(({ name, answer }) => [name, answer.statusCode])).toEqual(
      answers.map(({ name, status }) => [name, status]),
    );
    expect(JSON.stringify(answers.map(({ answer }) => answer))).not.toContain(CANARY);
    expect(printed).not.toContain(CANARY);
    expect(printed).not.toContain(Buffer.from(CANARY).toString('base64').slice(0, 7));
  });

  it('every call prints one log line and one blob of metrics, nothing else', async () => {
    const watch = watchStreams();
    const answers = await driveEveryPath().finally(watch.stop);
    const lines = watch
      .text()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

    expect(lines).toHaveLength(answers.length * 2);
    for (const [index, { answer }] of answers.entries()) {
      const [line, blob] = lines.slice(index * 2);
      expect(line).toMatchObject({ message: 'call', hook: 'import', status: answer.statusCode });
      expect(line.level).toBe(answer.statusCode === 500 ? 'ERROR' : 'INFO');
      expect(blob).toMatchObject({
        Calls: 1,
        hook: 'import',
        _aws: { CloudWatchMetrics: [{ Namespace: 'OktaHooks' }] },
      });
    }
  });
});
