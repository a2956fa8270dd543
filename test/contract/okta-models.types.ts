// Type tests, checked by `npm run types`: our contract against the models of Okta's own SDK.
import type { UserImportRequestData } from '@okta/okta-sdk-nodejs/src/types/generated/models/UserImportRequestData.js';
import type { UserImportRequestDataActionResultEnum } from '@okta/okta-sdk-nodejs/src/types/generated/models/UserImportRequestDataAction.js';
import type { UserImportRequestDataContext } from '@okta/okta-sdk-nodejs/src/types/generated/models/UserImportRequestDataContext.js';
import type {
  UserImportResponseCommandsInner,
  UserImportResponseCommandsInnerTypeEnum,
} from '@okta/okta-sdk-nodejs/src/types/generated/models/UserImportResponseCommandsInner.js';
import type { UserImportResponseError } from '@okta/okta-sdk-nodejs/src/types/generated/models/UserImportResponseError.js';
import type { HookErrorBody, ImportCommand } from '../../lambda/contract/commands.ts';
import type { ImportAction, ImportRequest } from '../../lambda/contract/import-request.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type IsAny<T> = 0 extends 1 & T ? true : false;
type OneOf<T extends string> = `${T}`;
type Law<Holds extends true> = Holds;

// A model that became `any` would agree with everything.
export type ModelsAreNotAny = Law<
  Equal<
    | IsAny<UserImportResponseCommandsInner>
    | IsAny<UserImportResponseCommandsInnerTypeEnum>
    | IsAny<UserImportRequestDataActionResultEnum>
    | IsAny<UserImportRequestData>
    | IsAny<UserImportResponseError>,
    false
  >
>;

export type CommandNamesAreOktas = Law<
  Equal<ImportCommand['type'], OneOf<UserImportResponseCommandsInnerTypeEnum>>
>;

export type ActionsAreOktas = Law<Equal<ImportAction, OneOf<UserImportRequestDataActionResultEnum>>>;

export type EveryPartOfTheDataIsOktas = Law<
  Exclude<
    keyof ImportRequest['data'] & ('context' | 'action' | 'appUser' | 'user'),
    keyof UserImportRequestData
  > extends never
    ? true
    : false
>;

type ReadFromContext = 'conflicts' | 'application' | 'job' | 'matches' | 'policy';
export type EveryPartOfTheContextIsOktas = Law<
  Exclude<ReadFromContext, keyof UserImportRequestDataContext> extends never ? true : false
>;

export type ErrorIsOktas = Law<
  HookErrorBody['error'] extends Required<Pick<UserImportResponseError, 'errorSummary'>> ? true : false
>;
