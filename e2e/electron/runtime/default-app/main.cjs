'use strict';
// What Electron's own default app does for `electron [-r MODULE]… FOLDER [ARGS…]`, as far as the tests need it: the older runtime comes
// without one. The folder's package.json names the app, its version and its main file.
const { app } = require('electron');
const { readFileSync } = require('node:fs');
const path = require('node:path');

const rest = process.argv.slice(1);
let folder = null;
while (folder === null && rest.length > 0) {
  const argument = rest.shift();
  if (argument === '-r' || argument === '--require') require(path.resolve(rest.shift()));
  else if (!argument.startsWith('-')) folder = path.resolve(argument);
}
if (folder === null) {
  process.stderr.write('Name the folder of the app.\n');
  process.exit(2);
}
const { name, productName = name, version, main } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
app.setAppPath(folder);
app.setName(productName);
app.setVersion(version);
if (!app.commandLine.hasSwitch('user-data-dir'))
  app.setPath('userData', path.join(app.getPath('appData'), productName));
require(path.join(folder, main));
