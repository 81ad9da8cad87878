import type { RunRequest } from '../../../engine/contract/containers.ts';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { freeName, type RunField, type RunProblem, type RunProblems } from './check-run-form.ts';
import { nextFreePort, type RunForm } from './run-form.ts';

/** A value that the engine would not take; the form remembers it as long as it is open. */
export type FieldRefusal =
  | { readonly kind: 'port-taken' | 'port-forbidden'; readonly port: number }
  | { readonly kind: 'name-taken' | 'name-invalid'; readonly name: string }
  | { readonly kind: 'image-missing'; readonly image: string };

/** Which value of the request the engine refused; null when its answer is not about one. */
export function toFieldRefusal({ reason, params }: EngineProblem, request: RunRequest): FieldRefusal | null {
  if (reason === 'port-taken' || reason === 'port-forbidden') {
    const asked = request.ports.flatMap(({ hostPort }) => hostPort ?? []);
    const told = Number(params['port']);
    const port = asked.includes(told) ? told : asked.length === 1 ? asked[0] : undefined;
    return port === undefined ? null : { kind: reason, port };
  }
  if (reason === 'name-taken' || reason === 'name-invalid') {
    return request.name === null ? null : { kind: reason, name: request.name };
  }
  return reason === 'image-missing' ? { kind: reason, image: request.image } : null;
}

/** The problems of the form and those that the engine found, as far as the form still holds the values it refused. */
export function withRefusal(form: RunForm, problems: RunProblems, refused: readonly FieldRefusal[]): RunProblems {
  if (refused.length === 0) return problems;
  const merged = new Map(problems);
  const taken = new Set(refused.flatMap((refusal) => ('port' in refusal ? refusal.port : [])));
  for (const { host } of form.ports) taken.add(Number(host));
  const put = (field: RunField, problem: RunProblem) => {
    if (!merged.has(field)) merged.set(field, problem);
  };
  for (const refusal of refused) {
    switch (refusal.kind) {
      case 'port-taken':
      case 'port-forbidden':
        for (const { key, host } of form.ports) {
          if (Number(host) !== refusal.port) continue;
          const from = refusal.kind === 'port-forbidden' ? 1024 + (refusal.port % 1024) : refusal.port + 1;
          const free = nextFreePort(from, taken);
          const { port } = refusal;
          put(
            `port-${key}-host`,
            refusal.kind === 'port-taken'
              ? { kind: 'port-taken', port, free, by: null }
              : { kind: 'port-forbidden', port, free },
          );
        }
        break;
      case 'name-taken':
        if (form.name === refusal.name) {
          put('name', { kind: 'name-taken', name: form.name, free: freeName(form.name, new Set(namesOf(refused))) });
        }
        break;
      case 'name-invalid':
        if (form.name === refusal.name) put('name', { kind: 'name-invalid' });
        break;
      case 'image-missing':
        if (form.image.trim() === refusal.image) put('image', { kind: 'image-missing' });
        break;
    }
  }
  return merged;
}

function namesOf(refused: readonly FieldRefusal[]): string[] {
  return refused.flatMap((refusal) => ('name' in refusal ? refusal.name : []));
}
