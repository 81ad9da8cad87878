import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../engine/contract/contract.ts';

/** Everything the page may ask of the engine service. Types only: the schemas, and zod with them, stay on the other side. */
export type EngineClient = ContractRouterClient<Contract>;
