/** Browsers do not call all of them a caveat. */
const software = /swiftshader|llvmpipe|softpipe|software|basic render/i;

let answer: boolean | undefined;

/** Whether WebGL is done by a graphics card: by the processor it is slower than the page's own drawing. */
export function hasGpu(document: Document): boolean {
  answer ??= probe(document);
  return answer;
}

function probe(document: Document): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (context === null) return false;
  const info = context.getExtension('WEBGL_debug_renderer_info');
  const renderer: unknown = info === null ? '' : context.getParameter(info.UNMASKED_RENDERER_WEBGL);
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof renderer === 'string' && !software.test(renderer);
}
