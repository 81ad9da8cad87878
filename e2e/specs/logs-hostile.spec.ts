import { expect, test } from '../fixtures/test.ts';

const script = String.raw`
echo '<img src=x onerror="document.title=1"><script>document.title=1</script>'
printf 'bidi \342\200\256 turned\n'
printf 'bell \007 and null \000 and back \b\n'
printf 'title \033]0;owned\007 gone \033[2J\033[1;1H still here\n'
i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); printf '\033[38;5;%dmx' $((i % 256)); done; printf '\033[0m bomb\n'
printf 'not text \377\376 bytes\n'
printf 'link javascript:alert(1) https://good.example/a https://user:pw@evil.example/\n'
printf 'black on black \033[30;40mreadable\033[0m \033[38;2;1;1;1mtoo\033[0m\n'
head -c 10000000 /dev/zero | tr '\0' 'y'; printf ' long end\n'
i=0; while [ $i -lt 2000 ]; do i=$((i + 1)); echo; done
echo last
sleep 1d
`;

test('what programs print cannot hide, run or hold up anything', async ({ app, engine, page }) => {
  const idle = ['--network', 'none', '--stop-timeout', '0'];
  await engine.docker('run', '--detach', ...idle, '--name', 'hostile', engine.image, 'sh', '-c', script);
  await app.containers.openPage('hostile');
  const { logs } = app;
  await expect(logs.row(/^.*last$/)).toHaveCount(1, { timeout: 30_000 });
  const title = await page.title();
  await logs.log.focus();
  await page.keyboard.press('g');
  await expect(logs.row('<img src=x onerror=')).toContainText('<script>document.title=1</script>');
  await expect(logs.row('bidi')).toContainText('<U+202E>');
  await expect(logs.row('bell')).toContainText('^G');
  await expect(logs.row(/gone/)).toContainText(/title\s+gone\s+still here/);
  await expect(logs.row('bomb')).toHaveCount(0); // beyond what is drawn of one line
  await expect(logs.row('not text')).toContainText('\uFFFD');
  await expect(logs.row('link').getByRole('link')).toHaveCount(1);
  await expect(logs.row('link').getByRole('link')).toHaveAttribute('href', 'https://good.example/a');
  expect(await page.title()).toBe(title);

  const long = logs.row('yyyy');
  await long.getByRole('button', { name: /^Show all/ }).click();
  await expect(page.getByRole('dialog', { name: 'The whole line' })).toContainText('yyyyyyyy');
  await page.keyboard.press('Escape');

  await logs.tool('Regular expression').click();
  await logs.search('(y+)+$');
  // Found, or stopped and said so: never silence, and the page goes on.
  await expect(page.getByText(/matching line|took too long|isn’t a valid regular expression/).first()).toBeVisible({
    timeout: 20_000,
  });
  await logs.search('last');
  await expect(logs.currentRow).toContainText('last');
});
