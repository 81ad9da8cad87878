import { useEffect, useEffectEvent, type Dispatch, type SetStateAction } from 'react';
import type { Container } from '../../../engine/contract/containers.ts';
import type { Image } from '../../../engine/contract/images.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { takenPortNumbers } from './check-run-form.ts';
import { type RunForm, takeImagePorts } from './run-form.ts';

/** Puts the ports that the chosen image declares into the form. */
export function useExposedPorts(
  image: Image | null,
  containers: ReadonlyMap<string, Container>,
  setForm: Dispatch<SetStateAction<RunForm>>,
): void {
  const { client } = useStores();
  const take = useEffectEvent((exposedPorts: readonly string[]) =>
    setForm((form) => takeImagePorts(form, exposedPorts, takenPortNumbers(containers.values(), 'tcp'))),
  );
  const id = image?.id;
  useEffect(() => {
    if (id === undefined) return undefined;
    const life = new AbortController();
    client.images.inspect({ reference: id }, { signal: life.signal }).then(
      ({ exposedPorts }) => take(exposedPorts),
      () => {
        // Prefilling is a comfort: without it the ports are typed, and what is wrong with the image shows when it is run.
      },
    );
    return () => life.abort();
  }, [client, id]);
}
