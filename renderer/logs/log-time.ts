/** '14:02:07.218' in the computer's time zone; empty when there is no time. `time` is RFC 3339 with nanoseconds. */
export function toClockTime(time: string): string {
  if (time === '') return '';
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  const pad = (value: number, digits: number) => String(value).padStart(digits, '0');
  return `${pad(at.getHours(), 2)}:${pad(at.getMinutes(), 2)}:${pad(at.getSeconds(), 2)}.${pad(at.getMilliseconds(), 3)}`;
}
