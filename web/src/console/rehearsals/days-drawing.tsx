import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  TooltipComponent,
  type GridComponentOption,
  type TooltipComponentOption,
} from 'echarts/components';
import { init, use, type ComposeOption, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useAppearance } from '../appearance';

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

type Option = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption>;

export interface DayPoint {
  day: string;
  before: number;
  after: number;
}

/** Bars for what was, a line for what would have been: told apart without colour. Loaded apart from the page. */
export default function DaysDrawing({ days }: { days: DayPoint[] }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const { appearance, large } = useAppearance();

  useEffect(() => {
    const drawn = init(place.current, null, { renderer: 'svg' });
    const watcher = new ResizeObserver(() => drawn.resize());
    watcher.observe(place.current!);
    chart.current = drawn;
    return () => {
      watcher.disconnect();
      drawn.dispose();
    };
  }, []);

  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
    chart.current?.setOption(optionOf(days, token), { notMerge: true });
  }, [days, appearance, large]);

  return <div ref={place} className="rehearsal-drawing" />;
}

function optionOf(days: DayPoint[], token: (name: string) => string): Option {
  const text = {
    color: token('muted'),
    fontSize: Number.parseInt(token('type-small'), 10),
    fontFamily: token('fonts'),
  };
  const emphasis = { disabled: true };
  return {
    animation: false,
    textStyle: text,
    grid: { left: 8, right: 8, top: 16, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: token('line-strong') } },
      backgroundColor: token('surface'),
      borderColor: token('line-strong'),
      borderRadius: 4,
      extraCssText: 'box-shadow: none',
      textStyle: { ...text, color: token('text') },
      transitionDuration: 0,
    },
    xAxis: {
      type: 'category',
      data: days.map(({ day }) => day.slice(5)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token('line-strong') } },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      splitNumber: 4,
      splitLine: { lineStyle: { color: token('line') } },
      axisLabel: text,
    },
    series: [
      {
        ...{ type: 'bar', name: '实际', data: days.map(({ before }) => before), barMaxWidth: 16, emphasis },
        itemStyle: { color: token('sunken'), borderColor: token('line-strong'), borderWidth: 1 },
      },
      {
        ...{
          type: 'line',
          name: '推演',
          data: days.map(({ after }) => after),
          symbol: 'circle',
          symbolSize: 4,
          emphasis,
        },
        showSymbol: days.length <= 45,
        lineStyle: { color: token('text'), width: 2 },
        itemStyle: { color: token('text') },
      },
    ],
  };
}
