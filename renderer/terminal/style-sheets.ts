/**
 * xterm writes style elements and style attributes, which the page's content security policy forbids as it forbids those of an attacker.
 * Here is a document that gives it elements whose styles go the ways that are allowed: sheets made by script, and the style object.
 */
export function documentForXterm(document: Document): Document {
  const create = document.createElement.bind(document);
  const createElement = (...args: Parameters<Document['createElement']>): HTMLElement => {
    const [name] = args;
    if (name === 'style') return createSheetElement(document, create);
    const element = create(...args);
    if (name === 'span') element.setAttribute = setSpanAttribute;
    return element;
  };
  return new Proxy(document, {
    get(target, property) {
      if (property === 'createElement') return createElement;
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Runs what asks the window's own document for a style element, which cannot be told to use another document. */
export function withSheetElements<T>(document: Document, act: () => T): T {
  const create = document.createElement.bind(document);
  document.createElement = (...args: Parameters<Document['createElement']>) =>
    args[0] === 'style' ? createSheetElement(document, create) : create(...args);
  try {
    return act();
  } finally {
    // The prototype's own comes to light again.
    Reflect.deleteProperty(document, 'createElement');
  }
}

/** Adds a whole style sheet to the document, for as long as the page is open. */
export function addStyleSheet(document: Document, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** Something that takes a text like a style element, and is gone from the document's styles with `remove`. */
function createSheetElement(document: Document, create: Document['createElement']): HTMLElement {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const element = create('template');
  let text = '';
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set(css: string) {
      text = css;
      sheet.replaceSync(css);
    },
  });
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    Element.prototype.remove.call(element);
  };
  return element;
}

function setSpanAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
}
