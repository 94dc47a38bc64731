import { useIsDemo } from '../session';

/** Where a page of figures is empty because the demo has but a handful of demands: what fills it. */
export function DemoHint() {
  return useIsDemo() ? (
    <p>
      演示环境里的诉求很少。在项目目录运行 <code>npm run simulate</code>，会写入一个月的模拟诉求。
    </p>
  ) : null;
}
