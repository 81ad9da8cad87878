import { ipcRenderer } from 'electron';

// Nothing is exposed to the page: it only gets the port that leads to the engine service, again after each start of the service.
// The page's module scripts have run, and listen, before DOMContentLoaded; a port that comes earlier waits for that.
const listening = new Promise((resolve) => {
  window.addEventListener('DOMContentLoaded', resolve, { once: true });
});
ipcRenderer.on('berth:engine-port', ({ ports }) => {
  void listening.then(() => window.postMessage({ type: 'berth:engine-port' }, location.origin, [...ports]));
});
// A debugger makes this run in the empty document before the page as well.
if (location.protocol === 'berth:') ipcRenderer.send('berth:page-starts');
