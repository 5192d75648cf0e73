/** Small pure functions that the processes share; none uses more than + - * /, floor, round, min and max. */
/** Limits `x` to [low, high]. */
export function clamp(x, low, high) {
  return Math.max(low, Math.min(high, x));
}
/** A parabola approximation of sin(2 pi x): the same bits on every engine. */
export function wave(x) {
  const phase = x - Math.floor(x);
  return phase < 0.5 ? 16 * phase * (0.5 - phase) : -16 * (phase - 0.5) * (1 - phase);
}
/** Position in [0, 1) within a saw-tooth of `periodSec` that is shifted by `phase` periods. */
export function sawTooth(timeSec, periodSec, phase) {
  const turns = timeSec / periodSec + phase;
  return turns - Math.floor(turns);
}
/** Rounds down to a multiple of `unit`. */
export function floorTo(x, unit) {
  return Math.floor(x / unit) * unit;
}
/** Rounds up to a multiple of `unit`. */
export function ceilTo(x, unit) {
  return -Math.floor(-x / unit) * unit;
}
const DAY_SEC = 86_400;
const WEEK_SEC = 7 * DAY_SEC;
/** Unix time began on a Thursday: the first Saturday began two days later. */
const FIRST_SATURDAY_SEC = 2 * DAY_SEC;
const WEEKEND_SEC = 2 * DAY_SEC;
const BLEND_SEC = 3 * 3600;
/** 0.75 on Saturday and Sunday (UTC), 1 on other days, blended over three hours at both ends. */
export function weekendFactor(timeSec) {
  const sinceSaturday = (((timeSec - FIRST_SATURDAY_SEC) % WEEK_SEC) + WEEK_SEC) % WEEK_SEC;
  const inside = Math.min(sinceSaturday, WEEKEND_SEC - sinceSaturday) / BLEND_SEC;
  return 1 - 0.25 * clamp(inside, 0, 1);
}
/** The hour (UTC) of most traffic per region: us-east-1, us-west-2, eu-west-1. */
export const PEAK_HOURS = [18, 21, 13];
/** Demand of a region at a time, without noise: 0.5 to 1.5 on weekdays. */
export function regionalDemand(region, timeSec) {
  const peak = PEAK_HOURS[region] / 24;
  return (1 + 0.5 * wave(timeSec / DAY_SEC - Math.floor(timeSec / DAY_SEC) - peak + 0.25)) * weekendFactor(timeSec);
}
