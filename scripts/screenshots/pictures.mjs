import sharp from 'sharp';

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

/** The sheet of the latest campaign. */
const aCampaign = async (request) => {
  const { items } = await (await request.get('/api/v1/campaigns?limit=1')).json();
  return `/console/campaigns${items[0] ? `/${items[0].id}` : ''}`;
};

/** The agenda of the latest joint conference. */
const aConference = async (request) => {
  const { items } = await (await request.get('/api/v1/conferences?limit=1')).json();
  return `/console/conferences${items[0] ? `/${items[0].id}` : ''}`;
};

/** The latest report that is finished, or the list. */
const anAnalysis = async (request) => {
  const { items } = await (await request.get('/api/v1/analyses?limit=20')).json();
  const done = items.find(({ state }) => state === 'done');
  return `/console/analyses${done ? `/${done.id}` : ''}`;
};

/** The appeal that is due first, or the list. */
const anAppeal = async (request) => {
  const { items } = await (await request.get('/api/v1/appeals?side=ruling&limit=1')).json();
  return `/console/appeals${items[0] ? `/${items[0].id}` : ''}`;
};

/** The latest poll that has a result, or the list. */
const aPoll = async (request) => {
  const { items } = await (await request.get('/api/v1/polls?open=false&limit=1')).json();
  return `/console/polls${items[0] ? `/${items[0].id}` : ''}`;
};

/** The latest spot check that was drawn, or the list. */
const aSpotCheck = async (request) => {
  const { items } = await (await request.get('/api/v1/spot-checks?limit=20')).json();
  const drawn = items.find(({ state }) => state === 'drawn');
  return `/console/spot-checks${drawn ? `/${drawn.id}` : ''}`;
};

/** What somebody without an account has in hand: the link of a demand that was filed just now. */
const filed = async (request) => {
  const answer = await request.post('/api/v1/public/demands', {
    data: {
      kind: 'help',
      title: '园区北门晚高峰打不到车',
      body: '晚上七点以后北门没有网约车上客点，员工要走二十分钟到地铁。',
      unit: 'zhihui',
      subject: { type: 'employee', name: '汇志员工代表' },
      channel: '扫码',
    },
  });
  return `/m/track#${(await answer.json()).trackingToken}`;
};

/** The newest topic, or the list. */
const aTopic = async (request) => {
  const { items } = await (await request.get('/api/v1/topics?limit=1')).json();
  return `/console/topics${items[0] ? `/${items[0].id}` : ''}`;
};

/** A tone of two seconds: what a recording looks like does not tell what is said in it. */
function aRecording() {
  const rate = 8_000;
  const sound = Buffer.alloc(44 + 4 * rate);
  sound.write('RIFF\0\0\0\0WAVEfmt ', 'latin1');
  sound.writeUInt32LE(sound.length - 8, 4);
  for (const [at, value] of Object.entries({ 16: 16, 24: rate, 28: 2 * rate, 40: 4 * rate }))
    sound.writeUInt32LE(value, Number(at));
  for (const [at, value] of Object.entries({ 20: 1, 22: 1, 32: 2, 34: 16 })) sound.writeUInt16LE(value, Number(at));
  sound.write('data', 36, 'latin1');
  for (let n = 0; n < 2 * rate; n += 1)
    sound.writeInt16LE(6_000 * Math.sin((n * 2 * Math.PI * 220) / rate), 44 + 2 * n);
  return sound;
}

/** A case whose reporter sent two pictures and a recording. */
const aCaseWithFiles = async (request) => {
  const scene = (road, barrier) =>
    sharp(
      Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900"><rect width="1200" height="900" fill="#cfd8dc"/>
      <path d="M300 900 520 380h160l220 520z" fill="${road}"/><rect x="${barrier}" y="560" width="420" height="60" fill="#d84315"/></svg>`),
    )
      .jpeg()
      .toBuffer();
  const files = [
    { name: '北门塌陷.jpg', mimeType: 'image/jpeg', buffer: await scene('#455a64', 380) },
    { name: '围挡位置.jpg', mimeType: 'image/jpeg', buffer: await scene('#546e7a', 520) },
    { name: '现场录音.wav', mimeType: 'audio/wav', buffer: aRecording() },
  ];
  const attachments = [];
  for (const file of files) {
    const answer = await request.post('/api/v1/public/attachments', { multipart: { file } });
    attachments.push((await answer.json()).id);
  }
  const data = {
    ...{ kind: 'help', title: '北门地面塌了一块，附照片和录音', unit: 'zhihui', channel: '扫码', attachments },
    body: '昨晚下雨之后塌的，请尽快围起来。',
    subject: { type: 'employee', name: '汇志员工代表' },
  };
  const filed = await (await request.post('/api/v1/public/demands', { data })).json();
  return `/console/demands/${filed.number}`;
};

const firstAt = (list, page) => async (request) => {
  const { items } = await (await request.get(`/api/v1/${list}`)).json();
  return `${page}/${items[0].id}`;
};
const aVisit = firstAt('visits?limit=1&state=done', '/console/visits');
/** The newest round has a red finding. */
const anInspection = firstAt('inspections?limit=1', '/console/inspections');

/** A change of the policy for running demands that waits for its review; made when there is none. */
const aPolicyDraft = async (request) => {
  const inReview = (await (await request.get('/api/v1/drafts?kind=policy&state=in_review')).json()).items[0];
  if (inReview) return `/console/admin/policies?draft=${inReview.id}`;
  const { budgets, ...policy } = await (await request.get('/api/v1/policies/current')).json();
  const shorter = budgets.map((row) =>
    row.clock === 'handle' ? { ...row, minutes: Math.ceil(row.minutes * 0.8) } : row,
  );
  const data = { kind: 'policy', data: { ...policy, budgets: shorter }, note: '缩短办理时限', appliesToRunning: true };
  const { id } = await (await request.post('/api/v1/drafts', { data })).json();
  await request.post(`/api/v1/drafts/${id}/actions/submit`, { data: {} });
  return `/console/admin/policies?draft=${id}`;
};

/** That draft tried on the demands of the last thirty days; of an earlier picture, if there is one. */
const aRehearsal = async (request) => {
  const known = (await (await request.get('/api/v1/rehearsals')).json()).items;
  const done = known.find(({ state, tried }) => state === 'done' && tried.length > 0);
  if (done) return `/console/rehearsals/${done.id}`;
  const policyDraft = new URL(await aPolicyDraft(request), 'http://demo').searchParams.get('draft');
  const day = (ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
  const data = { unit: 'baoan', from: day(Date.now() - 29 * 86_400_000), to: day(Date.now()), policyDraft };
  const { id } = await (await request.post('/api/v1/rehearsals', { data })).json();
  for (let tries = 0; tries < 120; tries += 1) {
    const { state } = await (await request.get(`/api/v1/rehearsals/${id}`)).json();
    if (state === 'done') break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return `/console/rehearsals/${id}`;
};

/** A filled form whose rows have been judged, some of them wrong. */
const anImport = async (request) => {
  const head = '所在地，诉求类型，标题，内容，主体类型，主体名称，联系电话，收集渠道';
  const row = (n, kind = '求助', phone = '13800001234') =>
    `智美·汇志园区，${kind}，第 ${n} 件诉求，园区第 ${n} 栋货梯排队太久。，单建党组织，智美科技党支部，${phone}，微论坛`;
  const rows = [head, row(1), row(2, '求住'), row(3), row(4, '建议', '请打门卫'), row(5), row(5)];
  const file = { name: '微论坛征集表.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) };
  const sent = await request.post('/api/v1/imports', { multipart: { form: 'organisation', file } });
  const { id, suggested } = await sent.json();
  const { columns, defaults } = suggested;
  await request.put(`/api/v1/imports/${id}/mapping`, { data: { columns, defaults } });
  return `/console/imports/${id}`;
};

/** Every picture of docs/: who looks at what, on which screen. */
export const pictures = [
  {
    name: 'similar',
    username: 'zhihui.dispatcher',
    path: caseOf('stage=dispatching&q=%E7%94%B5%E5%8A%9B%E5%A2%9E%E5%AE%B9'),
    ...desk,
  },
  { name: 'topic', username: 'zhihui.dispatcher', path: aTopic, ...desk },
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
  { name: 'statistics', username: 'baoan.supervisor', path: '/console/statistics', ...desk },
  { name: 'analysis', username: 'baoan.supervisor', path: anAnalysis, ...desk, height: 1_600 },
  { name: 'notices', username: 'fuyong.administrator', path: '/console/admin/messages', ...desk },
  {
    name: 'certificate',
    username: 'baoan.supervisor',
    path: caseOf('overdue=true&sort=createdAt', '/certificate'),
    ...desk,
  },
  { name: 'filing', username: 'zhihui.collector', path: '/console/file', ...desk },
  { name: 'collect', username: 'baoan.administrator', path: '/console/admin/forms', ...desk },
  { name: 'campaign', username: 'hangcheng.collector', path: aCampaign, ...desk },
  { name: 'import', username: 'zhihui.collector', path: anImport, ...desk },
  { name: 'conference', username: 'zhihui.dispatcher', path: aConference, ...desk },
  { name: 'poll', username: 'baoan.supervisor', path: aPoll, ...desk },
  { name: 'promises', username: 'baoan.supervisor', path: '/console/promises?state=all', ...desk },
  { name: 'rating', username: 'fuyong.supervisor', path: anAppeal, ...desk },
  { name: 'teams', username: 'longteng.supervisor', path: '/console/teams', ...desk },
  { name: 'visit', username: 'longteng-team-01.collector', path: aVisit, ...phone },
  { name: 'inspection', username: 'longteng.collector', path: anInspection, ...phone },
  { name: 'notices', username: 'fuyong.supervisor', path: '/console/notices', ...desk },
  { name: 'units', username: 'baoan.administrator', path: '/console/admin/units', ...desk },
  { name: 'absences', username: 'fuyong.supervisor', path: '/console/admin/absences', ...desk },
  { name: 'people', username: 'baoan.administrator', path: '/console/admin/people', ...desk },
  { name: 'rules', username: 'baoan.administrator', path: '/console/admin/rules', ...desk },
  {
    name: 'duties',
    username: 'baoan.administrator',
    path: `/console/admin/duties?q=${encodeURIComponent('隔壁商铺音响太吵')}`,
    ...desk,
  },
  { name: 'staffing', username: 'fuyong.supervisor', path: '/console/callbacks?tab=staffing', ...desk },
  { name: 'spot-check', username: 'fuyong.supervisor', path: aSpotCheck, ...desk },
  { name: 'drafts', username: 'baoan.administrator', path: aPolicyDraft, ...desk },
  { name: 'rehearsal', username: 'baoan.administrator', path: aRehearsal, ...desk, height: 1_600 },
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
  {
    name: 'reply',
    username: 'zhihui.replier',
    path: caseOf('stage=replying', '?act=reply'),
    ...desk,
  },
  { name: 'media', username: 'zhihui.dispatcher', path: aCaseWithFiles, ...desk },
  { name: 'phone-home', path: '/m/', ...phone },
  { name: 'phone-file', path: '/m/file/zhihui', ...phone },
  { name: 'phone-track', path: filed, ...phone },
];
