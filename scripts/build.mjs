import { build } from './lib/build.mjs';
import { say, step } from './lib/progress.mjs';

const names = { client: '数据库客户端', sources: '源代码', bundle: '工作流包', web: '页面' };

const done = await step('构建', build);
say(done.length > 0 ? `已更新：${done.map((name) => names[name]).join('、')}` : '源代码没有变化，沿用上次的结果。');
