/** A pause in asking somebody who does not answer, so that not everybody waits to find that out. */
export interface Rest {
  /** Whether nobody knows if there will be an answer: one question should go ahead of the others. */
  readonly isInDoubt: boolean;
  /** Whether a question may be asked now. The first one after a pause makes the others wait for its answer. */
  mayAsk(): boolean;
  /** There was an answer: the pause is over. */
  end(): void;
  /** There was none: a pause begins. */
  begin(): void;
}

/** A {@link Rest} that lasts this long, in milliseconds, by this clock. */
export function createRest(milliseconds: number, clock: () => number): Rest {
  let until = -Infinity;
  const begin = () => {
    until = clock() + milliseconds;
  };
  return {
    get isInDoubt() {
      return until !== -Infinity;
    },
    mayAsk() {
      if (until === -Infinity) return true;
      if (clock() < until) return false;
      begin();
      return true;
    },
    end() {
      until = -Infinity;
    },
    begin,
  };
}
