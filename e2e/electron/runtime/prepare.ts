import { getTestElectron } from './test-electron.ts';

// Fetches and builds what the Electron tests need, before they count time. Says which Electron it is, or why there is none.
const electron = await getTestElectron();
if ('reason' in electron) {
  console.log(`Electron tests will be skipped: ${electron.reason}`);
  process.exitCode = 1;
} else {
  console.log(`Electron tests run on Electron ${electron.version}.`);
}
