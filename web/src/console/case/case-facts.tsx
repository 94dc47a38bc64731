import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import type { Case } from '../../../../src/api/contract';
import { STAGES, SUBJECT_LABELS, type Stage } from '../../../../src/domain/vocabulary';
import { moment } from '../../time/format';
import { GRADE_LABELS, labelOf, RESULT_LABELS } from '../../words/labels';
import { CONCLUSION_LABELS } from '../callbacks/words';
import { AttachmentList } from '../parts/attachments';
import { LongWords } from '../parts/long-words';
import { ContactReveal } from '../parts/person';
import { SIDES, sidesOf } from '../reply/evidence-sides';
import { unitsWithRole, useMe } from '../session';
import { CaseTopics } from '../topics/case-topics';
import { eventsQuery } from './case-queries';
import { OriginAnswers, OriginFacts } from './origin';

const TrackingLinkAgain = lazy(() => import('./tracking-link').then((part) => ({ default: part.TrackingLinkAgain })));

/** What was asked, by whom, and the three duties: who collected, who handles, who replies. */
export function CaseFacts({ demand }: { demand: Case }) {
  return (
    <div className="case-facts">
      <section aria-label="诉求内容">
        <LongWords text={demand.body} className="case-body" />
        <OriginAnswers demand={demand} />
        <Files demand={demand} />
        <Earlier demand={demand} />
        <Linked demand={demand} />
        <CaseTopics number={demand.number} />
      </section>
      <section aria-label="相关单位和人">
        <dl className="definitions">
          <Fact name="诉求人">
            {demand.subject.name}（{SUBJECT_LABELS[demand.subject.type]}）
            {demand.filedFor ? `，代 ${demand.filedFor} 反映` : ''}
          </Fact>
          <Fact name="联系方式">
            {demand.contact ? <ContactReveal number={demand.number} contact={demand.contact} /> : '没有留下'}
          </Fact>
          <Fact name="所在地">{demand.unit.name}</Fact>
          <Fact name="收集">
            {demand.collectingUnit.name} · {demand.channel} <LinkAgain demand={demand} />
          </Fact>
          <Fact name="主办">{demand.leadUnit?.name ?? '尚未分拨'}</Fact>
          {demand.coUnits.length > 0 ? (
            <Fact name="协办">{demand.coUnits.map(({ name }) => name).join('、')}</Fact>
          ) : null}
          <Fact name="反馈">{demand.replyingUnit?.name ?? '尚未分拨'}</Fact>
          <Fact name="登记">
            <time dateTime={demand.createdAt}>{moment(demand.createdAt)}</time>
          </Fact>
          <OriginFacts demand={demand} />
          {demand.result && ANSWERED.includes(demand.stage) ? (
            <Fact name="答复函">
              <a href={`/api/v1/demands/${demand.number}/letter`} download>
                下载 PDF
              </a>
            </Fact>
          ) : null}
          {demand.returns > 0 ? (
            <Fact name="退单">
              {demand.returns} 次{demand.rulingPending ? '，等待裁决' : ''}
            </Fact>
          ) : null}
          {demand.urges > 0 ? <Fact name="催办">{demand.urges} 次</Fact> : null}
          {demand.extension ? <Fact name="延期">{extensionText(demand.extension)}</Fact> : null}
          {demand.deferral ? (
            <Fact name="挂账">
              {DECIDED[demand.deferral.decided ?? 'waiting']}，复查日期 {moment(demand.deferral.reviewAt)}
            </Fact>
          ) : null}
        </dl>
      </section>
    </div>
  );
}

/** Only for whoever collects where it was collected, of what staff filed. */
function LinkAgain({ demand }: { demand: Case }) {
  const me = useMe();
  const isTheirs = unitsWithRole(me, 'collector').some(({ id }) => id === demand.collectingUnit.id);
  if (!isTheirs || !demand.collectedBy || me.viewedBy) return null;
  return (
    <Suspense>
      <TrackingLinkAgain demand={demand} />
    </Suspense>
  );
}

/** The reporter's come apart from those of the units, and of these before from after. */
function Files({ demand: { number, attachments } }: { demand: Case }) {
  const isMixed = attachments.some(({ byReporter, kind }) => !byReporter && kind === 'picture');
  const events = useQuery({ ...eventsQuery(number), enabled: isMixed }).data;
  const sides = sidesOf(events?.items ?? []);
  const marked = attachments.map((file) => {
    const side = sides.get(file.id);
    return side ? { ...file, mark: SIDES[side] } : file;
  });
  return marked.length > 0 ? <AttachmentList items={marked} /> : null;
}

/** The reply has gone out. */
const ANSWERED: readonly Stage[] = ['rating', 'calling_back', 'closed'];

const DECIDED = { approved: '已批准', refused: '未批准', waiting: '待审批' };
const extensionText = ({ workingDays, decided }: NonNullable<Case['extension']>): string =>
  `${workingDays} 个工作日，${DECIDED[decided ?? 'waiting']}`;

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Earlier({ demand: { rounds, round } }: { demand: Case }) {
  const earlier = rounds.filter((each) => each.round < round);
  if (earlier.length === 0) return null;
  return (
    <section className="case-note" aria-label="以前各轮">
      <h3>以前各轮</h3>
      <ul>
        {earlier.map((each) => (
          <li key={each.round}>
            第 {each.round} 轮：{each.leadUnit?.name ?? '未分拨'} 办理，{labelOf(RESULT_LABELS, each.result)}，
            {each.rating ? GRADE_LABELS[each.rating as 1] : '未评价'}
            {each.callback ? `，回访：${CONCLUSION_LABELS[each.callback]}` : ''}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Linked({ demand: { followers, followersTotal, parts } }: { demand: Case }) {
  if (followersTotal === 0 && parts.length === 0) return null;
  return (
    <section className="case-note" aria-label="关联诉求">
      {followersTotal > 0 ? (
        <>
          <h3>并入本件的诉求 {followersTotal} 件</h3>
          <ul>
            {followers.map(({ number, title }) => (
              <li key={number}>
                <Link to={`/demands/${number}`}>{number}</Link> {title}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {parts.length > 0 ? (
        <>
          <h3>拆分件</h3>
          <ul>
            {parts.map(({ number, title, stage }) => (
              <li key={number}>
                <Link to={`/demands/${number}`}>{number}</Link> {title}（{STAGES[stage]}）
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}
