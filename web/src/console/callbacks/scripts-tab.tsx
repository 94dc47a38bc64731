import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import type { CallbackScript } from '../../../../src/api/contract';
import { DEFAULT_SCRIPT } from '../../../../src/domain/callback-script';
import { KIND_LABELS } from '../../../../src/domain/vocabulary';
import { get, post } from '../../api/request';
import '../admin/admin.css';
import { PageHeader } from '../parts/page-header';
import { EmptyState, ErrorState, LoadingRows, sentenceOf } from '../parts/states';
import { useUnits } from '../parts/units';
import { usePageSearch } from '../search';
import { unitsWithRole, useMe } from '../session';
import { CallbackTabs } from './callback-tabs';
import './callbacks.css';
import { ScriptForm } from './script-form';

const scriptsQuery = {
  queryKey: ['callbacks', 'scripts'],
  queryFn: () => get<{ items: CallbackScript[] }>('/callback-scripts'),
};

/** What callers say, by unit, category and kind; the nearest unit's narrowest is used. */
export function ScriptsTab() {
  const me = useMe();
  const tree = useUnits();
  const [{ script: opened }, change] = usePageSearch();
  const scripts = useQuery(scriptsQuery);
  const seats = unitsWithRole(me, 'supervisor', 'administrator').map(({ id }) => id);
  const writes = seats.length > 0 && me.viewedBy === undefined;
  const mayWrite = (unit: string) => writes && seats.some((seat) => tree.isWithin(unit, seat));
  const items = scripts.data?.items ?? [];
  const current = items.find(({ id }) => id === opened);
  const close = () => change({ script: undefined });
  return (
    <div className="page">
      <PageHeader title="回访提纲" note="按类别和类型写，先用本单位的，再用上级的；都没有时用内置的示例。">
        <CallbackTabs />
        {writes && opened === undefined ? (
          <Button type="primary" onClick={() => change({ script: 'new' })}>
            新提纲
          </Button>
        ) : null}
      </PageHeader>
      {opened === 'new' && writes ? <ScriptForm seats={seats} steps={DEFAULT_SCRIPT} onClose={close} /> : null}
      {current && mayWrite(current.unit.id) ? (
        <ScriptForm key={current.id} script={current} seats={seats} steps={current.steps} onClose={close} />
      ) : null}
      {scripts.isPending ? <LoadingRows rows={4} height={48} /> : null}
      {scripts.isError ? <ErrorState error={scripts.error} onRetry={() => void scripts.refetch()} /> : null}
      {scripts.isSuccess && items.length === 0 ? (
        <EmptyState title="还没有单位写过提纲">现在都用内置的示例提纲。可以从它改起，写一份本单位的。</EmptyState>
      ) : null}
      {items.length > 0 ? (
        <table className="admin-table" aria-label="回访提纲">
          <thead>
            <tr>
              <th scope="col">提纲</th>
              <th scope="col">单位</th>
              <th scope="col">用于</th>
              <th scope="col">步骤</th>
              <th scope="col">操作</th>
            </tr>
          </thead>
          <tbody>
            {items.map((script) => (
              <Row
                key={script.id}
                script={script}
                mayWrite={mayWrite(script.unit.id)}
                onOpen={() => change({ script: script.id })}
              />
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}

function Row({ script, mayWrite, onOpen }: { script: CallbackScript; mayWrite: boolean; onOpen: () => void }) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const retire = useMutation({
    mutationFn: () => post(`/callback-scripts/${script.id}/actions/retire`),
    onSuccess: () => client.invalidateQueries({ queryKey: ['callbacks', 'scripts'] }),
    onError: (error) => void message.error(sentenceOf(error)),
  });
  const { title, unit, category, kind, steps } = script;
  return (
    <tr>
      <th scope="row" className="words">
        {title}
      </th>
      <td>{unit.name}</td>
      <td>{[category ?? '不限类别', kind ? KIND_LABELS[kind] : '不限类型'].join(' · ')}</td>
      <td className="number">{steps.length}</td>
      <td>
        {mayWrite ? (
          <span className="admin-row-actions">
            <Button size="small" onClick={onOpen} aria-label={`修改 ${title}`}>
              修改
            </Button>
            <Popconfirm
              title="停用这份提纲？"
              description="此后改用上级的或内置的示例。"
              okText="停用"
              cancelText="不"
              onConfirm={() => retire.mutate()}
            >
              <Button size="small" aria-label={`停用 ${title}`}>
                停用
              </Button>
            </Popconfirm>
          </span>
        ) : (
          <span className="muted">—</span>
        )}
      </td>
    </tr>
  );
}
