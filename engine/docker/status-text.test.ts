import { expect, test } from 'vitest';
import { parseHumanDuration, parseStatusText } from './status-text.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The function of docker/go-units 0.5 (`HumanDuration`), written down from its description to check the reading of it. */
function humanDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(ms / minute);
  const hours = Math.floor(ms / hour + 0.5);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(ms / hour / 24 / 365)} years`;
}

test('a duration lies within the bounds read from its words', () => {
  for (let ms = 0; ms < 4 * 365 * day; ms = ms * 1.07 + 311) {
    const bounds = parseHumanDuration(humanDuration(ms));
    expect(bounds, humanDuration(ms)).not.toBeNull();
    // Hours are rounded before they are cut to days, weeks and months.
    expect(ms).toBeGreaterThanOrEqual((bounds?.min ?? 0) - hour);
    expect(ms).toBeLessThanOrEqual((bounds?.max ?? 0) + hour);
  }
});

test.each([
  ['Up 2 hours', { health: 'none', exitCode: null, ageMs: { min: 1.5 * hour, max: 2.5 * hour } }],
  ['Up 3 minutes (healthy)', { health: 'healthy', exitCode: null, ageMs: { min: 3 * minute, max: 4 * minute } }],
  ['Up About an hour (unhealthy)', { health: 'unhealthy', exitCode: null, ageMs: { min: hour / 2, max: 1.5 * hour } }],
  ['Up 5 seconds (health: starting)', { health: 'starting', exitCode: null, ageMs: { min: 5000, max: 6000 } }],
  ['Up 22 minutes (Paused)', { health: 'none', exitCode: null, ageMs: { min: 22 * minute, max: 23 * minute } }],
  ['Exited (137) 3 days ago', { health: 'none', exitCode: 137, ageMs: { min: 3 * day, max: 4 * day } }],
  ['Exited (0) Less than a second ago', { health: 'none', exitCode: 0, ageMs: { min: 0, max: 1000 } }],
  ['Exited (-1) 2 weeks ago', { health: 'none', exitCode: -1, ageMs: { min: 14 * day, max: 21 * day } }],
  ['Restarting (1) 5 seconds ago', { health: 'none', exitCode: 1, ageMs: { min: 5000, max: 6000 } }],
  ['Created', { health: 'none', exitCode: null, ageMs: null }],
  ['Dead', { health: 'none', exitCode: null, ageMs: null }],
  ['Removal In Progress', { health: 'none', exitCode: null, ageMs: null }],
  ['', { health: 'none', exitCode: null, ageMs: null }],
])('reads %j', (status, facts) => {
  expect(parseStatusText(status)).toEqual(facts);
});
