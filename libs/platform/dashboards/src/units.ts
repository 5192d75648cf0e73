/** Units and colours of panels: closed unions of what Grafana 7.5.5 knows and these boards use. */

/** Grafana's unit ids; cores, counts and loads are `short`. */
export type Unit =
  | 'none'
  | 'short'
  /** A share from 0 to 1. */
  | 'percentunit'
  | 'bytes'
  /** Bytes per second. */
  | 'Bps'
  | 's'
  | 'ms'
  /** Seconds as days, hours and minutes: ages and uptimes. */
  | 'dtdurations'
  /** Unix milliseconds as a date. */
  | 'dateTimeAsIso'
  | 'ops'
  | 'reqps'
  | 'iops'
  /** Packets per second. */
  | 'pps'
  | 'currencyUSD'
  | 'bool_yes_no';

export type Colour = 'green' | 'yellow' | 'orange' | 'red' | 'blue' | 'purple' | 'text';

/** From `value` on the colour holds; the first step has no value. */
export type ThresholdStep = { readonly from: number | null; readonly colour: Colour };

export type Thresholds = readonly ThresholdStep[];

/** Green below `warn`, orange from there, red from `critical`. */
export function risingThresholds(warn: number, critical: number): Thresholds {
  return [
    { from: null, colour: 'green' },
    { from: warn, colour: 'orange' },
    { from: critical, colour: 'red' },
  ];
}

/** Red below `good`, green from there. */
export function fallingThresholds(good: number): Thresholds {
  return [
    { from: null, colour: 'red' },
    { from: good, colour: 'green' },
  ];
}

/** One colour for all values. */
export function plain(colour: Colour): Thresholds {
  return [{ from: null, colour }];
}
