import { BrowserWindow, dialog } from 'electron';

/** The system's own dialog for a file to write to, on the app's window; null when it was cancelled. It asks before a file is replaced. */
export async function chooseSavePath(path: string, title: string): Promise<string | null> {
  const options = {
    title,
    defaultPath: path,
    properties: ['createDirectory' as const, 'showOverwriteConfirmation' as const],
  };
  const [window] = BrowserWindow.getAllWindows();
  const { canceled, filePath } =
    window === undefined ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
  return canceled || filePath === '' ? null : filePath;
}
