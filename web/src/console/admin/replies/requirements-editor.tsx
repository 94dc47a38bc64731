import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { AutoComplete, Button, Checkbox, Select } from 'antd';
import { useState } from 'react';
import type { ReplyRequirementLine } from '../../../../../src/api/contract';
import {
  ALWAYS_REQUIRED,
  ELEMENT_LABELS,
  EVIDENCE_LABELS,
  EVIDENCE_WISHES,
  REPLY_ELEMENTS,
  type EvidenceWish,
  type ReplyElement,
  type ReplyRequirement,
} from '../../../../../src/domain/reply';
import { KIND_LABELS, KINDS, type Kind } from '../../../../../src/domain/vocabulary';
import { get, put } from '../../../api/request';
import { categoriesQuery } from '../../filing/categories';
import { FormError } from '../../parts/form-error';
import { ErrorState, LoadingRows } from '../../parts/states';

const KIND_OPTIONS = KINDS.map((value) => ({ value, label: KIND_LABELS[value] }));
const EVIDENCE_OPTIONS = EVIDENCE_WISHES.map((value) => ({ value, label: EVIDENCE_LABELS[value] }));
const MORE = REPLY_ELEMENTS.filter((name) => !ALWAYS_REQUIRED.includes(name));
const ALWAYS = ALWAYS_REQUIRED.map((name) => ELEMENT_LABELS[name]).join('、');

type Line = ReplyRequirement & { isExample: boolean };
const lineOf = ({ updatedBy, updatedAt: _, ...line }: ReplyRequirementLine): Line => ({
  ...line,
  isExample: updatedBy === null,
});

/** Which matters ask for what; the narrowest line counts. */
export function RequirementsEditor({ mayChange }: { mayChange: boolean }) {
  const lines = useQuery({
    queryKey: ['reply-requirements'],
    queryFn: () => get<{ items: ReplyRequirementLine[] }>('/reply-requirements'),
  });
  if (lines.isError) return <ErrorState error={lines.error} onRetry={() => void lines.refetch()} />;
  if (!lines.data) return <LoadingRows rows={4} height={48} />;
  return <Editing key={lines.dataUpdatedAt} lines={lines.data.items.map(lineOf)} mayChange={mayChange} />;
}

function Editing({ lines, mayChange }: { lines: Line[]; mayChange: boolean }) {
  const client = useQueryClient();
  const categories = useQuery(categoriesQuery).data ?? [];
  const [items, setItems] = useState(lines);
  const save = useMutation({
    mutationFn: () =>
      put('/reply-requirements', {
        items: items.map(({ isExample: _, ...line }) => ({ ...line, category: line.category?.trim() || null })),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['reply-requirements'] }),
  });
  const change = (at: number, changes: Partial<Line>) =>
    setItems(items.map((item, i) => (i === at ? { ...item, ...changes, isExample: false } : item)));
  const mark = (at: number, name: ReplyElement, isWanted: boolean) => {
    const { elements } = items[at]!;
    change(at, { elements: isWanted ? [...elements, name] : elements.filter((other) => other !== name) });
  };
  const isChanged = JSON.stringify(items) !== JSON.stringify(lines);
  return (
    <section aria-label="反馈要素">
      <p className="admin-dialog-note">
        每件反馈都要有：{ALWAYS}。下面写哪种诉求还要什么；一件诉求适用最具体的一条，类别先于类型。
        {mayChange ? '' : '由区级管理员维护。'}
      </p>
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">类型</th>
            <th scope="col">类别</th>
            <th scope="col">还要有</th>
            <th scope="col">佐证照片</th>
            <th scope="col">操作</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item, i) => (
            <tr key={i}>
              <td>
                <Select
                  aria-label={`第 ${i + 1} 条的类型`}
                  allowClear
                  disabled={!mayChange}
                  placeholder="各类"
                  value={item.kind}
                  options={KIND_OPTIONS}
                  onChange={(kind?: Kind) => change(i, { kind: kind ?? null })}
                  style={{ width: 112 }}
                />
              </td>
              <td>
                <AutoComplete
                  aria-label={`第 ${i + 1} 条的类别`}
                  disabled={!mayChange}
                  placeholder="各类别"
                  value={item.category ?? ''}
                  options={categories.map((value) => ({ value }))}
                  onChange={(category: string) => change(i, { category })}
                  maxLength={50}
                  style={{ width: 160 }}
                />
                {item.isExample ? <span className="tag">示例</span> : null}
              </td>
              <td>
                <span className="reply-elements">
                  {MORE.map((name) => (
                    <Checkbox
                      key={name}
                      disabled={!mayChange}
                      checked={item.elements.includes(name)}
                      onChange={({ target }) => mark(i, name, target.checked)}
                    >
                      {ELEMENT_LABELS[name]}
                    </Checkbox>
                  ))}
                </span>
              </td>
              <td>
                <Select
                  aria-label={`第 ${i + 1} 条的佐证照片`}
                  disabled={!mayChange}
                  value={item.evidence}
                  options={EVIDENCE_OPTIONS}
                  onChange={(evidence: EvidenceWish) => change(i, { evidence })}
                  style={{ width: 200 }}
                />
              </td>
              <td>
                <Button
                  size="small"
                  disabled={!mayChange}
                  onClick={() => setItems(items.filter((_, at) => at !== i))}
                  aria-label={`去掉第 ${i + 1} 条`}
                >
                  去掉
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {mayChange ? (
        <>
          <FormError error={save.error} />
          <div className="page-actions reply-acts">
            <Button type="primary" disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate()}>
              保存反馈要素
            </Button>
            <Button
              onClick={() =>
                setItems([
                  ...items,
                  { kind: null, category: '', elements: [...ALWAYS_REQUIRED], evidence: 'none', isExample: false },
                ])
              }
            >
              加一条
            </Button>
            {isChanged ? <Button onClick={() => setItems(lines)}>还原</Button> : null}
          </div>
        </>
      ) : null}
    </section>
  );
}
