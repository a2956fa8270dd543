// Type tests, checked by `npm run types`: our contract against the models of Okta's own SDK.
import type { PasswordImportRequestData } from '@okta/okta-sdk-nodejs/src/types/generated/models/PasswordImportRequestData.js';
import type { PasswordImportRequestDataContext } from '@okta/okta-sdk-nodejs/src/types/generated/models/PasswordImportRequestDataContext.js';
import type { PasswordImportRequestDataContextCredential } from '@okta/okta-sdk-nodejs/src/types/generated/models/PasswordImportRequestDataContextCredential.js';
import type { PasswordImportResponseCommandsInner } from '@okta/okta-sdk-nodejs/src/types/generated/models/PasswordImportResponseCommandsInner.js';
import type { PasswordImportResponseCommandsInnerValue } from '@okta/okta-sdk-nodejs/src/types/generated/models/PasswordImportResponseCommandsInnerValue.js';
import type { UserImportRequestData } from '@okta/okta-sdk-nodejs/src/types/generated/models/UserImportRequestData.js';
import type { UserImportRequestDataActionResultEnum } from '@okta/okta-sdk-nodejs/src/types/generated/models/UserImportRequestDataAction.js';
import type { UserImportRequestDataContext } from '@okta/okta-sdk-nodejs/src/types/generated/models/UserImportRequestDataContext.js';
import type {
  UserImportResponseCommandsInner,
  UserImportResponseCommandsInnerTypeEnum,
} from '@okta/okta-sdk-nodejs/src/types/generated/models/UserImportResponseCommandsInner.js';
import type { UserImportResponseError } from '@okta/okta-sdk-nodejs/src/types/generated/models/UserImportResponseError.js';
import type {
  CredentialAction,
  HookErrorBody,
  ImportCommand,
  PasswordAnswer,
} from '../../lambda/contract/commands.ts';
import type { ImportAction, ImportRequest } from '../../lambda/contract/import-request.ts';
import type { PasswordRequest } from '../../lambda/contract/password-request.ts';

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

export type PasswordModelsAreNotAny = Law<
  Equal<
    | IsAny<PasswordImportRequestData>
    | IsAny<PasswordImportRequestDataContext>
    | IsAny<PasswordImportRequestDataContextCredential>
    | IsAny<PasswordImportResponseCommandsInner>
    | IsAny<PasswordImportResponseCommandsInnerValue>,
    false
  >
>;

type PasswordContext = PasswordRequest['data']['context'];
export type PasswordContextIsOktas = Law<
  Exclude<
    keyof PasswordContext & ('request' | 'credential'),
    keyof PasswordImportRequestDataContext
  > extends never
    ? true
    : false
>;

export type CredentialIsOktas = Law<
  PasswordContext['credential'] extends Required<
    Pick<PasswordImportRequestDataContextCredential, 'username' | 'password'>
  >
    ? true
    : false
>;

export type PasswordAnswerIsOktas = Law<
  PasswordAnswer['commands'][number] extends Pick<PasswordImportResponseCommandsInner, 'type'> ? true : false
>;

export type CredentialActionsAreOktas = Law<
  Equal<CredentialAction, OneOf<NonNullable<PasswordImportResponseCommandsInnerValue['credential']>>>
>;
