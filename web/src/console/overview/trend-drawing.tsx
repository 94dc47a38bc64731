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
import { FIGURES } from '../../../../src/domain/figures';
import { useAppearance } from '../appearance';
import type { Point } from './trend-points';

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

type Option = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption>;

/** Bars and a line, so that the two are told apart without colour. Loaded apart from the page: the charts are heavy. */
export default function TrendDrawing({ points }: { points: Point[] }) {
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

  // The colours stand in the document, which has them anew whenever the appearance changes.
  useEffect(() => {
    chart.current?.setOption(optionOf(points, tokenReader()), { notMerge: true });
  }, [points, appearance, large]);

  return <div ref={place} className="overview-drawing" />;
}

type TokenReader = (name: string) => string;

function tokenReader(): TokenReader {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

function optionOf(points: Point[], token: TokenReader): Option {
  const text = {
    color: token('muted'),
    fontSize: Number.parseInt(token('type-small'), 10),
    fontFamily: token('fonts'),
  };
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
      data: points.map(({ label }) => label),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token('line-strong') } },
      axisLabel: { ...text, hideOverlap: true, formatter: (label: string) => label.split('–')[0]! },
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
        type: 'bar',
        name: FIGURES.filed,
        data: points.map(({ filed }) => filed),
        barMaxWidth: 16,
        itemStyle: { color: token('sunken'), borderColor: token('line-strong'), borderWidth: 1 },
        emphasis: { disabled: true },
      },
      {
        type: 'line',
        name: FIGURES.closed,
        data: points.map(({ closed }) => closed),
        symbol: 'circle',
        symbolSize: 4,
        showSymbol: points.length <= 45,
        lineStyle: { color: token('text'), width: 2 },
        itemStyle: { color: token('text') },
        emphasis: { disabled: true },
      },
    ],
  };
}
