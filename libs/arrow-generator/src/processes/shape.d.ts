/** Small pure functions that the processes share; none uses more than + - * /, floor, round, min and max. */
/** Limits `x` to [low, high]. */
export declare function clamp(x: number, low: number, high: number): number;
/** A parabola approximation of sin(2 pi x): the same bits on every engine. */
export declare function wave(x: number): number;
/** Position in [0, 1) within a saw-tooth of `periodSec` that is shifted by `phase` periods. */
export declare function sawTooth(timeSec: number, periodSec: number, phase: number): number;
/** Rounds down to a multiple of `unit`. */
export declare function floorTo(x: number, unit: number): number;
/** Rounds up to a multiple of `unit`. */
export declare function ceilTo(x: number, unit: number): number;
/** 0.75 on Saturday and Sunday (UTC), 1 on other days, blended over three hours at both ends. */
export declare function weekendFactor(timeSec: number): number;
/** The hour (UTC) of most traffic per region: us-east-1, us-west-2, eu-west-1. */
export declare const PEAK_HOURS: readonly [18, 21, 13];
/** Demand of a region at a time, without noise: 0.5 to 1.5 on weekdays. */
export declare function regionalDemand(region: number, timeSec: number): number;
//# sourceMappingURL=shape.d.ts.map
