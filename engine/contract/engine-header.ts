/** The header that names the engine of a call; its value is the engine's id, percent-encoded. */
export const engineHeader = 'engine';

/** The headers of a call on an engine; none for a call on the service itself. */
export function toCallHeaders(engine: string | undefined): Record<string, string> {
  return engine === undefined ? {} : { [engineHeader]: encodeURIComponent(engine) };
}

/** The engine that a call names; null where it names none, or in a way that cannot be decoded. */
export function parseEngineHeader(headers: Readonly<Record<string, unknown>>): string | null {
  const { [engineHeader]: text } = headers;
  if (typeof text !== 'string') return null;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
