import { serviceSettings } from '../contract/settings.ts';
import { implementation, type Service } from './services.ts';

export function createSettingsService({ settings: file, logThread, logHistory }: Service) {
  const { settings } = implementation;
  return {
    read: settings.read.handler(() => serviceSettings.parse(file.values)),
    change: settings.change.handler(async ({ input }) => {
      await file.change(input);
      await Promise.all([logThread.configure(), logHistory.applyLimits()]);
      return serviceSettings.parse(file.values);
    }),
  };
}
