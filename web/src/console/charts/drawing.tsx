import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  type GridComponentOption,
  type LegendComponentOption,
  type TooltipComponentOption,
} from 'echarts/components';
import { init, use, type ComposeOption, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useAppearance } from '../appearance';
import type { Chart } from './chart';

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer]);

type Option = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption | LegendComponentOption
>;

/** Draws a chart. Loaded apart from the pages: the library is heavy. */
export default function Drawing({ chart, height }: { chart: Chart; height: number }) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<EChartsType>(null);
  const { appearance, large } = useAppearance();

  useEffect(() => {
    const here = init(place.current, null, { renderer: 'svg' });
    const watcher = new ResizeObserver(() => here.resize());
    watcher.observe(place.current!);
    drawn.current = here;
    return () => {
      watcher.disconnect();
      here.dispose();
    };
  }, []);

  // The colours stand in the document, which has them anew whenever the appearance changes.
  useEffect(() => {
    drawn.current?.setOption(optionOf(chart), { notMerge: true });
  }, [chart, appearance, large]);

  return <div ref={place} style={{ height }} />;
}

const STROKES = ['solid', 'dashed', 'dotted'] as const;
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'] as const;

function optionOf({ labels, series, unit, isSideways }: Chart): Option {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const size = Number.parseInt(token('type-small'), 10);
  const text = { color: token('muted'), fontSize: size, fontFamily: token('fonts') };
  const shown = (value: number | null) =>
    value === null ? '—' : unit === '%' ? `${value.toFixed(1)}%` : `${value} ${unit}`;
  const categories = {
    type: 'category' as const,
    data: labels,
    inverse: isSideways,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: token('line-strong') } },
    axisLabel: isSideways ? { ...text, width: 128, overflow: 'truncate' as const } : { ...text, hideOverlap: true },
  };
  const values = {
    type: 'value' as const,
    ...(unit === '%' ? { min: 0, max: 100, interval: 25 } : { minInterval: 1, splitNumber: 4 }),
    splitLine: { lineStyle: { color: token('line') } },
    axisLabel: text,
  };
  return {
    animation: false,
    // Patterns tell what colours alone would.
    aria: { enabled: true, decal: { show: series.length > 1 } },
    textStyle: text,
    legend: series.length > 1 ? { top: 0, left: 0, textStyle: text, itemWidth: 24 } : undefined,
    grid: {
      left: 8,
      right: 24,
      top: series.length > 1 ? 36 : 16,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: isSideways ? 'shadow' : 'line', lineStyle: { color: token('line-strong') } },
      backgroundColor: token('surface'),
      borderColor: token('line-strong'),
      borderRadius: 4,
      extraCssText: 'box-shadow: none',
      textStyle: { ...text, color: token('text') },
      transitionDuration: 0,
      valueFormatter: (value) => shown(value as number | null),
    },
    xAxis: isSideways ? values : categories,
    yAxis: isSideways ? categories : values,
    series: series.map(({ name, data, kind }, i) =>
      kind === 'bar'
        ? {
            ...{ type: 'bar' as const, name, data, barMaxWidth: 16, emphasis: { disabled: true } },
            itemStyle: {
              color: token(i === 0 ? 'line-strong' : 'sunken'),
              borderColor: token('line-strong'),
              borderWidth: 1,
            },
          }
        : {
            ...{
              type: 'line' as const,
              name,
              data,
              symbol: SYMBOLS[i % 4],
              symbolSize: 6,
              emphasis: { disabled: true },
            },
            ...{ showSymbol: data.length <= 60, connectNulls: false },
            lineStyle: { color: token(i === 0 ? 'text' : 'muted'), width: 2, type: STROKES[i % 3] },
            itemStyle: { color: token(i === 0 ? 'text' : 'muted') },
          },
    ),
  };
}
