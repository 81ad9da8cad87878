import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../engine/contract/contract.ts';

/** Everything the page may ask, for one engine. Types only: the schemas, and zod with them, stay on the other side. */
export type EngineClient = ContractRouterClient<Contract>;

/** A procedure on an engine. */
export type OnEngine = { readonly '~orpc': { readonly meta: { readonly onEngine: boolean } } };

/** The procedures of a group that need no engine. */
type ServiceProcedures<Group> = {
  readonly [Name in keyof Group as Group[Name] extends OnEngine ? never : Name]: Group[Name];
};

/** What the page may ask of the service itself. */
export type ServiceClient = ContractRouterClient<{
  readonly [Group in keyof Contract]: ServiceProcedures<Contract[Group]>;
}>;
