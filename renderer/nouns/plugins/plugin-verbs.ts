import { Plug, Unplug } from 'lucide-react';
import { scriptOn } from '../../../engine/commands/command.ts';
import { disablePluginCommands, enablePluginCommands } from '../../../engine/commands/plugins.ts';
import type { Plugin } from '../../../engine/contract/plugins.ts';
import { forEachTarget } from '../../verbs/for-each-target.ts';
import type { Verb } from '../../verbs/verb.ts';

const named = (targets: readonly Plugin[]) => ({ count: targets.length, name: targets[0]?.name ?? '' });
const names = (targets: readonly Plugin[]) => targets.map(({ name }) => name);

/** `docker plugin enable` */
const enablePlugin: Verb<Plugin> = {
  id: 'plugin.enable',
  label: (t) => t('plugins.enable.label'),
  title: (t, targets) => t('plugins.enable.title', named(targets)),
  icon: Plug,
  keys: ['S'],
  applies(targets) {
    if (targets.length === 0) return 'verbs.refusals.noTargets';
    return targets.some(({ isEnabled }) => isEnabled) ? 'plugins.enable.refusal' : true;
  },
  script: (engine, targets) => scriptOn(engine, ...enablePluginCommands(names(targets))),
  failure: (t, targets) => t('plugins.enable.failure', named(targets)),
  run: forEachTarget(({ client }, { id }, { signal }) => client.plugins.enable({ id }, { signal })),
};

/** `docker plugin disable` */
const disablePlugin: Verb<Plugin> = {
  id: 'plugin.disable',
  label: (t) => t('plugins.disable.label'),
  title: (t, targets) => t('plugins.disable.title', named(targets)),
  icon: Unplug,
  keys: ['S'],
  isDangerous: true,
  applies(targets) {
    if (targets.length === 0) return 'verbs.refusals.noTargets';
    return targets.every(({ isEnabled }) => isEnabled) ? true : 'plugins.disable.refusal';
  },
  confirm: (t, targets) => ({
    title: t('plugins.disable.question', named(targets)),
    confirmLabel: t('plugins.disable.confirm'),
    goes: [t('plugins.disable.goes')],
    stays: [t('plugins.disable.stays')],
    choices: [{ id: 'force', label: t('plugins.disable.force'), hint: t('plugins.disable.forceHint') }],
  }),
  script: (engine, targets, { force = false }) => scriptOn(engine, ...disablePluginCommands(names(targets), { force })),
  failure: (t, targets) => t('plugins.disable.failure', named(targets)),
  run: forEachTarget(({ client }, { id }, { signal, choices: { force = false } }) =>
    client.plugins.disable({ id, force }, { signal }),
  ),
};

export const pluginVerbs: readonly Verb<Plugin>[] = [enablePlugin, disablePlugin];
