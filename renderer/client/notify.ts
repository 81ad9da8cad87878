/**
 * Calls every listener. One that throws is a mistake of the page: it is reported as an uncaught error (`window.onerror`), and neither
 * the other listeners nor the caller feel it. A caller that waits for the service would take it for a lost connection.
 */
export function notify<Values extends readonly unknown[]>(
  listeners: Iterable<(...values: Values) => void>,
  ...values: Values
): void {
  for (const listener of listeners) {
    try {
      listener(...values);
    } catch (error) {
      reportError(error);
    }
  }
}
