let answer: boolean | undefined;

/** Whether WebGL is done by a graphics card: by the processor it is slower than the page's own drawing. */
export function hasGpu(document: Document): boolean {
  answer ??= probe(document);
  return answer;
}

function probe(document: Document): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return context !== null;
}
