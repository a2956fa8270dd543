import { EvaluationError } from '@marcbachmann/cel-js';

/** Code of a function that has no result for this person: the expression does not apply, nothing is wrong. */
export const DOES_NOT_APPLY = 'does_not_apply';

/** Ends the evaluation without a fault: the candidate is skipped, the rule does not fire. */
export function doesNotApply(): EvaluationError {
  return new EvaluationError({ code: DOES_NOT_APPLY, message: DOES_NOT_APPLY });
}

/** Ends the evaluation with a fault of the rule. Only the code is kept, so it must say it all. */
export function ruleFault(code: string): EvaluationError {
  return new EvaluationError({ code, message: code });
}
