import type { Container } from '../../../engine/contract/containers.ts';
import { nameInGroup } from '../../objects/container-name.ts';
import { compareText, toNaturalKey } from '../../objects/natural-order.ts';
import type { LogsChoice } from '../../verbs/places.ts';

/** The containers of one compose project, or those of none, in the order of their names. */
export interface ChoiceGroup {
  readonly project: string | null;
  readonly containers: readonly Container[];
}

/** The containers by project, those of none last; only those whose names hold all words of the filter, case aside. */
export function groupContainers(rows: ReadonlyMap<string, Container>, filter: string): ChoiceGroup[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Container[]>();
  for (const container of rows.values()) {
    const text = `${container.name} ${container.project ?? ''} ${container.image}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const key = container.project ?? '';
    groups.set(key, [...(groups.get(key) ?? []), container]);
  }
  return [...groups]
    .toSorted(([one], [other]) =>
      one === '' ? 1 : other === '' ? -1 : compareText(toNaturalKey(one), toNaturalKey(other)),
    )
    .map(([project, containers]) => ({
      project: project === '' ? null : project,
      containers: containers.toSorted((one, other) =>
        compareText(toNaturalKey(nameInGroup(one)), toNaturalKey(nameInGroup(other))),
      ),
    }));
}

/** The containers that are chosen, in the order of the list. */
export function chosenContainers(rows: ReadonlyMap<string, Container>, { projects, names }: LogsChoice): Container[] {
  return groupContainers(rows, '')
    .flatMap(({ containers }) => containers)
    .filter(({ name, project }) => names.includes(name) || (project !== null && projects.includes(project)));
}

/** Takes a container in or out. A project of which one goes is no longer chosen as a whole. */
export function toggleContainer(choice: LogsChoice, group: ChoiceGroup, { name }: Container): LogsChoice {
  const { project, containers } = group;
  if (project !== null && choice.projects.includes(project)) {
    const others = containers.map((one) => one.name).filter((one) => one !== name);
    return {
      projects: choice.projects.filter((one) => one !== project),
      names: [...choice.names.filter((one) => !others.includes(one)), ...others],
    };
  }
  const names = choice.names.includes(name) ? choice.names.filter((one) => one !== name) : [...choice.names, name];
  return { ...choice, names };
}

/** Takes all of a group in or out: a project as a whole, so that a container that joins it later belongs to it. */
export function toggleGroup(choice: LogsChoice, { project, containers }: ChoiceGroup, isChosen: boolean): LogsChoice {
  const own = containers.map(({ name }) => name);
  const others = choice.names.filter((name) => !own.includes(name));
  if (project === null) return { ...choice, names: isChosen ? [...others, ...own] : others };
  const projects = choice.projects.filter((one) => one !== project);
  return { projects: isChosen ? [...projects, project] : projects, names: others };
}

/** What containers are called in rows, by their ids: the name within the project where no other one has it. */
export function shortNames(containers: readonly Container[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const container of containers) counts.set(nameInGroup(container), (counts.get(nameInGroup(container)) ?? 0) + 1);
  return new Map(
    containers.map((container) => {
      const short = nameInGroup(container);
      return [container.id, counts.get(short) === 1 ? short : container.name];
    }),
  );
}
