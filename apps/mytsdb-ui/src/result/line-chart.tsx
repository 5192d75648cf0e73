/** uPlot in the page's colours: as wide as its place, redrawn when the data or the colour scheme change. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Columns } from './align.ts';
import { colorOf } from './colors.ts';
import { shortValue } from './format-value.ts';

type Props = {
  readonly columns: Columns;
  readonly hidden: ReadonlySet<number>;
  /** Index of the step under the cursor; null when there is none. */
  readonly onCursor: (step: number | null) => void;
};

const HEIGHT = 340;
const NARROW_HEIGHT = 260;
const NARROW = 600;

/** Axis texts by tick distance (seconds): the text, then what a new year, and a new day, add in a second line. */
const TIMES: uPlot.Axis.Values = [
  [31_536_000, '{YYYY}', null, null, null, null, null, null, 1],
  [2_419_200, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [86_400, '{D} {MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{D} {MMM} {YYYY}', null, '\n{D} {MMM}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n{D} {MMM} {YYYY}', null, '\n{D} {MMM}', null, null, null, 1],
];

export function LineChart({ columns, hidden, onCursor }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    const draw = (): void => {
      chart.current?.destroy();
      chart.current = new uPlot(optionsFor(element, columns, onCursor), columns as uPlot.AlignedData, element);
    };
    draw();
    const resized = new ResizeObserver(() => chart.current?.setSize(sizeOf(element)));
    resized.observe(element);
    scheme.addEventListener('change', draw);
    return () => {
      resized.disconnect();
      scheme.removeEventListener('change', draw);
      chart.current?.destroy();
      chart.current = null;
    };
  }, [columns]);

  useEffect(() => {
    for (let i = 1; i < columns.length; i++) chart.current?.setSeries(i, { show: !hidden.has(i - 1) });
  }, [hidden, columns]);

  return <div class="chart" ref={place} />;
}

function sizeOf(element: HTMLElement): { width: number; height: number } {
  const width = element.clientWidth;
  return { width, height: width < NARROW ? NARROW_HEIGHT : HEIGHT };
}

function optionsFor(element: HTMLElement, columns: Columns, onCursor: Props['onCursor']): uPlot.Options {
  const style = getComputedStyle(element);
  const ink = style.getPropertyValue('--muted').trim();
  const rule = style.getPropertyValue('--rule').trim();
  const font = `12px ${style.fontFamily}`;
  const axis: uPlot.Axis = { stroke: ink, font, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1 } };
  return {
    ...sizeOf(element),
    legend: { show: false },
    cursor: { points: { size: 7 }, drag: { x: false, y: false } },
    scales: { x: { time: true } },
    axes: [
      { ...axis, space: 70, values: TIMES },
      { ...axis, size: 56, values: (_, ticks) => ticks.map(shortValue) },
    ],
    series: [{}, ...columns.slice(1).map((_, i) => ({ stroke: colorOf(i), width: 1.5, points: { show: false } }))],
    hooks: { setCursor: [({ cursor }) => onCursor(cursor.idx ?? null)] },
  };
}
