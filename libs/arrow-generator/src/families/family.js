/** A family of gauges: one series per label set. */
export function gauge(name, unit, help, labelSets = [{}]) {
  return { name, metadata: { type: 'gauge', unit, help }, series: labelSets.map((labels) => ({ name, labels })) };
}
/** A family of counters: one series per label set. */
export function counter(name, unit, help, labelSets = [{}]) {
  return { name, metadata: { type: 'counter', unit, help }, series: labelSets.map((labels) => ({ name, labels })) };
}
/** A gauge that carries one label with a value of its container's own. */
export function gaugeWith(perContainerLabel, name, unit, help) {
  return { ...gauge(name, unit, help), perContainerLabel };
}
/** A classic histogram: `_bucket` per bound (`bounds` ends in +Inf), then `_sum` and `_count`. */
export function histogram(name, unit, help, bounds, labels = {}) {
  const buckets = bounds.map((le) => ({ name: `${name}_bucket`, labels: { ...labels, le } }));
  const totals = [
    { name: `${name}_sum`, labels },
    { name: `${name}_count`, labels },
  ];
  return { name, metadata: { type: 'histogram', unit, help }, series: [...buckets, ...totals] };
}
/** A summary: one series per quantile, then `_sum` and `_count`. */
export function summary(name, unit, help, quantiles) {
  const series = quantiles.map((quantile) => ({ name, labels: { quantile } }));
  series.push({ name: `${name}_sum`, labels: {} }, { name: `${name}_count`, labels: {} });
  return { name, metadata: { type: 'summary', unit, help }, series };
}
/** Every combination of one value of `first` with one of `second`, the first varying slowest. */
export function crossLabels([firstName, firstValues], [secondName, secondValues]) {
  return firstValues.flatMap((first) => secondValues.map((second) => ({ [firstName]: first, [secondName]: second })));
}
/** One label set per value of one label. */
export function eachOf(name, values) {
  return values.map((value) => ({ [name]: value }));
}
