const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** The first demand of a list, by its number. */
const firstOf = (query) => async (request) => {
  const { items } = await (await request.get(`/api/v1/demands?limit=1&${query}`)).json();
  return items[0].number;
};

const caseOf =
  (query, more = '') =>
  async (request) =>
    `/console/demands/${await firstOf(query)(request)}${more}`;

/** What somebody without an account has in hand: the link of a demand that was filed just now. */
const filed = async (request) => {
  const answer = await request.post('/api/v1/public/demands', {
    data: {
      kind: 'help',
      title: '园区北门晚高峰打不到车',
      body: '晚上七点以后北门没有网约车上客点,员工要走二十分钟到地铁。',
      unit: 'zhihui',
      subject: { type: 'employee', name: '汇志员工代表' },
      channel: '扫码',
    },
  });
  return `/m/track#${(await answer.json()).trackingToken}`;
};

/** Every picture of docs/: who looks at what, on which screen. */
export const pictures = [
  { name: 'login', path: '/console/login', ...desk },
  { name: 'queue', username: 'zhihui.dispatcher', path: '/console/queues/dispatch', ...desk },
  {
    name: 'dispatch',
    username: 'zhihui.dispatcher',
    path: '/console/queues/dispatch',
    ...desk,
    prepare: async (page) => {
      await page.locator('.case').waitFor();
      await page.getByRole('button', { name: '分拨', exact: true }).click();
    },
  },
  { name: 'case', username: 'fuyong.supervisor', path: caseOf('q=%E9%81%93%E9%97%B8'), ...desk },
  { name: 'clocks', username: 'fuyong.supervisor', path: caseOf('q=%E9%81%93%E9%97%B8', '?tab=clocks'), ...desk },
  { name: 'supervision', username: 'fuyong.supervisor', path: '/console/supervision', ...desk },
  {
    name: 'callbacks',
    username: 'fuyong.callback',
    path: '/console/callbacks',
    ...desk,
    prepare: async (page) => {
      await page
        .getByRole('region', { name: '回访任务' })
        .locator('button, a')
        .filter({ hasText: '回访' })
        .first()
        .click();
    },
  },
  { name: 'overview', username: 'baoan.supervisor', path: '/console/overview', ...desk },
  { name: 'filing', username: 'zhihui.collector', path: '/console/file', ...desk },
  { name: 'notices', username: 'fuyong.supervisor', path: '/console/notices', ...desk },
  { name: 'units', username: 'baoan.administrator', path: '/console/admin/units', ...desk },
  { name: 'people', username: 'baoan.administrator', path: '/console/admin/people', ...desk },
  { name: 'policies', username: 'baoan.administrator', path: '/console/admin/policies', ...desk },
  { name: 'calendars', username: 'baoan.administrator', path: '/console/admin/calendars', ...desk },
  {
    name: 'queue-dark',
    username: 'zhihui.handler',
    path: '/console/queues/mine',
    ...desk,
    look: { appearance: 'dark', large: false },
  },
  {
    name: 'queue-large',
    username: 'zhihui.handler',
    path: '/console/queues/mine',
    ...desk,
    look: { appearance: 'contrast', large: true },
  },
  { name: 'phone-home', path: '/m/', ...phone },
  { name: 'phone-file', path: '/m/file/zhihui', ...phone },
  { name: 'phone-track', path: filed, ...phone },
];
