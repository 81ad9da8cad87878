/** Beside each other, or one below the other. */
export type SplitDirection = 'row' | 'column';

/** How terminals lie on a screen: the order of their tabs, and which are shown. */
export interface Desk {
  readonly order: readonly string[];
  /** One or two; empty when there is nothing to show. */
  readonly panes: readonly string[];
  readonly activePane: number;
  readonly direction: SplitDirection;
}

export const emptyDesk: Desk = { order: [], panes: [], activePane: 0, direction: 'row' };

const mostPanes = 2;

/** The desk for the terminals that there are, oldest first: what is gone is taken off, what is new comes last. */
export function arrangeDesk(desk: Desk, ids: readonly string[]): Desk {
  const known = desk.order.filter((id) => ids.includes(id));
  const order = [...known, ...ids.filter((id) => !known.includes(id))];
  const panes = desk.panes.filter((id) => ids.includes(id));
  const newest = order.at(-1);
  if (panes.length === 0 && newest !== undefined) panes.push(neighbourOf(desk, order) ?? newest);
  const activePane = Math.min(desk.activePane, Math.max(0, panes.length - 1));
  return { order, panes, activePane, direction: desk.direction };
}

/** After the shown terminal was closed, the one that stood beside it. */
function neighbourOf({ order, panes, activePane }: Desk, left: readonly string[]): string | undefined {
  const shown = panes[activePane];
  const at = shown === undefined ? -1 : order.indexOf(shown);
  if (at < 0) return undefined;
  return order.slice(at + 1).find((id) => left.includes(id)) ?? order.slice(0, at).findLast((id) => left.includes(id));
}

/** Shows a terminal in the active pane; one that is in another pane stays there, and that pane becomes active. */
export function showOnDesk(desk: Desk, id: string): Desk {
  const order = desk.order.includes(id) ? desk.order : [...desk.order, id];
  const at = desk.panes.indexOf(id);
  if (at >= 0) return { ...desk, order, activePane: at };
  const panes = desk.panes.length === 0 ? [id] : desk.panes.map((shown, at) => (at === desk.activePane ? id : shown));
  return { ...desk, order, panes };
}

/** Shows a terminal in a pane of its own, beside or below the active one. */
export function splitDesk(desk: Desk, id: string, direction: SplitDirection): Desk {
  const order = desk.order.includes(id) ? desk.order : [...desk.order, id];
  const shown = desk.panes[desk.activePane];
  const panes = [...(shown === undefined || shown === id ? [] : [shown]), id].slice(0, mostPanes);
  return { order, panes, activePane: panes.length - 1, direction };
}

/** Takes a pane away; its terminal goes on without being shown. */
export function closePane(desk: Desk, pane: number): Desk {
  if (desk.panes.length < 2) return desk;
  return { ...desk, panes: desk.panes.filter((_, at) => at !== pane), activePane: 0 };
}

/** Moves a tab to another place in the order. */
export function moveTab(desk: Desk, id: string, to: number): Desk {
  const others = desk.order.filter((other) => other !== id);
  const at = Math.max(0, Math.min(to, others.length));
  return { ...desk, order: [...others.slice(0, at), id, ...others.slice(at)] };
}
