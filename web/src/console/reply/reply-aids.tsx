import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useId } from 'react';
import type { Attachment, Case, ReplyForm, ReplyTemplate } from '../../../../src/api/contract';
import { blanksIn, ELEMENT_LABELS, EVIDENCE_LABELS, lacksOf, type ReplyDraft } from '../../../../src/domain/reply';
import { KIND_LABELS } from '../../../../src/domain/vocabulary';
import { get } from '../../api/request';
import { Handled } from './handled';
import './reply.css';

type Values = Record<string, unknown>;

interface ReplyAidsProps {
  demand: Case;
  values: Values;
  onChange: (values: Values) => void;
}

const WRITTEN = ['found', 'done', 'basis', 'contact', 'text'] as const;

/** Above the fields of a reply: a template to begin with, what must be in it and why, and the blanks that are left. */
export function ReplyAids({ demand, values, onChange }: ReplyAidsProps) {
  const id = useId();
  const form = useQuery({
    queryKey: ['demand', demand.number, 'reply-form'],
    queryFn: () => get<ReplyForm>(`/demands/${demand.number}/reply-form`),
    staleTime: 60_000,
  }).data;
  if (!form) return null;
  const take = (template: ReplyTemplate | undefined) =>
    onChange({ ...values, ...(template ? filledBy(template, values) : {}), template: template?.id });
  return (
    <div className="reply-aids">
      <Handled
        number={demand.number}
        round={demand.round}
        isOpen={typeof values.found !== 'string' || values.found.trim() === ''}
        onTake={(found) => onChange({ ...values, found })}
      />
      <div className="field">
        <label htmlFor={id}>
          反馈模板<span className="muted">（选填）</span>
        </label>
        <Select
          id={id}
          allowClear
          style={{ width: '100%' }}
          placeholder={form.templates.length > 0 ? '选一个模板，再把【】里的空填上' : '没有适用的模板，可由管理员新增'}
          value={(values.template as string | undefined) ?? null}
          options={form.templates.map((each) => ({ value: each.id, label: `${each.name} · ${each.unit.name}` }))}
          onChange={(chosen) => take(form.templates.find((each) => each.id === chosen))}
        />
        <span className="small muted">选用模板会填入还空着的栏目，您写过的不会被覆盖。</span>
      </div>
      <Blanks values={values} />
      <Required requirement={form.requirement} values={values} />
    </div>
  );
}

/** What somebody has written stays; only what is empty, or still as another template had it, is filled. */
function filledBy({ texts }: ReplyTemplate, values: Values): Values {
  return Object.fromEntries(
    Object.entries(texts).filter(([name]) => {
      const written = values[name];
      return typeof written !== 'string' || written.trim() === '' || blanksIn(written).length > 0;
    }),
  );
}

function Blanks({ values }: { values: Values }) {
  const blanks = WRITTEN.flatMap((name) => {
    const text = values[name];
    return typeof text === 'string' ? blanksIn(text).map((blank) => ({ name, blank })) : [];
  });
  if (blanks.length === 0) return null;
  return (
    <div className="reply-blanks" role="status">
      <span>还有 {blanks.length} 处空没有填：</span>
      {blanks.map(({ name, blank }) => (
        <Button
          key={`${name} ${blank}`}
          size="small"
          title={ELEMENT_LABELS[name]}
          onClick={(event) => select(event.currentTarget, blank)}
        >
          <mark>{blank}</mark>
        </Button>
      ))}
    </div>
  );
}

/** Goes to the blank in the field where it stands and marks it, so that the next stroke replaces it. */
function select(button: HTMLElement, blank: string): void {
  const fields = button
    .closest('form')
    ?.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea, input[type=text]');
  const field = [...(fields ?? [])].find(({ value }) => value.includes(blank));
  if (!field) return;
  const start = field.value.indexOf(blank);
  field.focus();
  field.setSelectionRange(start, start + blank.length);
}

function Required({ requirement, values }: { requirement: ReplyForm['requirement']; values: Values }) {
  const { elements, evidence, kind, category } = requirement;
  const lacks = new Set(lacksOf(draftOf(values), requirement).map(({ path }) => path));
  const stateOf = (...paths: string[]): string => {
    if (paths.some((path) => lacks.has(path))) return '未填';
    const text = values[paths[0]!.slice(1)];
    return typeof text === 'string' && blanksIn(text).length > 0 ? '未填完' : '已填';
  };
  const items = [
    ...elements.map((name) => ({
      label: ELEMENT_LABELS[name],
      state: stateOf(name === 'media' ? '/attachments' : `/${name}`),
    })),
    ...(evidence === 'none'
      ? []
      : [{ label: EVIDENCE_LABELS[evidence], state: stateOf('/evidence/before', '/evidence/after') }]),
  ];
  const scope = [kind ? KIND_LABELS[kind] : '', category ?? ''].filter(Boolean).join(' · ');
  return (
    <div className="reply-required" role="group" aria-label="反馈要素">
      <p className="small muted">{scope ? `“${scope}”的反馈必须有：` : '反馈必须有：'}</p>
      <ul>
        {items.map(({ label, state }) => (
          <li key={label} data-lacks={state !== '已填' || undefined}>
            {label}
            <span className="small">{state}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function draftOf(values: Values): ReplyDraft {
  const evidence = (values.evidence ?? {}) as { before?: Attachment[]; after?: Attachment[] };
  const [before, after] = [evidence.before ?? [], evidence.after ?? []];
  const files = [...((values.attachments as Attachment[] | undefined) ?? []), ...before, ...after];
  const media = files.filter(({ mediaType }) => /^(image|audio|video)\//.test(mediaType));
  const texts = Object.fromEntries(WRITTEN.map((name) => [name, typeof values[name] === 'string' ? values[name] : '']));
  return { texts, media: media.length, before: before.length, after: after.length };
}
