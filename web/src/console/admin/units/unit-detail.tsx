import { Button } from 'antd';
import { useState } from 'react';
import type { TreeUnit } from '../../../../../src/api/contract';
import { UNIT_KIND_LABELS } from '../../../../../src/domain/vocabulary';
import { LEVEL_LABELS } from '../../../words/labels';
import { useMe } from '../../session';
import { administers, maySeePeople } from '../rights';
import { AddUnit } from './add-unit';
import { CloseUnit } from './close-unit';
import { PublicForm } from './public-form';
import { RenameUnit } from './rename-unit';
import { kindsUnder } from './kinds-under';
import { pathWords, type UnitTree } from './unit-tree';
import { UnitPeople } from './unit-people';

interface UnitDetailProps {
  tree: UnitTree;
  unit: TreeUnit;
  onChoose: (unit: string) => void;
}

type Form = 'rename' | 'add' | 'close';

export function UnitDetail({ tree, unit, onChoose }: UnitDetailProps) {
  const me = useMe();
  const mayChange = administers(me, tree, unit.id);
  const [form, setForm] = useState<Form | null>(null);
  const done = () => setForm(null);
  const canGrow = !unit.closed && kindsUnder(unit.kind).length > 0;

  return (
    <div className="page">
      <header className="page-header">
        <div>
          <h2 className="admin-unit-name">{unit.name}</h2>
          <p className="muted">{unit.parentId === null ? '组织树的根' : pathWords(tree, unit.id)}</p>
        </div>
        {mayChange ? (
          <div className="page-actions">
            <Button onClick={() => setForm('rename')}>改名</Button>
            <Button onClick={() => setForm('close')}>{unit.closed ? '重新开放' : '关闭'}</Button>
            {canGrow ? (
              <Button type="primary" onClick={() => setForm('add')}>
                新增下级单位
              </Button>
            ) : null}
          </div>
        ) : null}
      </header>
      {mayChange ? null : <p className="admin-dialog-note muted">单位由本单位或上级的管理员维护，您可以查看。</p>}
      <dl className="definitions">
        <dt>编号</dt>
        <dd className="number">{unit.id}</dd>
        <dt>类型</dt>
        <dd>{UNIT_KIND_LABELS[unit.kind]}</dd>
        <dt>层级</dt>
        <dd>
          {unit.level} · {LEVEL_LABELS[unit.level]}
        </dd>
        <dt>状态</dt>
        <dd>{unit.closed ? '已关闭：不能再登记、分拨到这里，已有的记录仍可查看' : '开放'}</dd>
      </dl>
      <ChildUnits tree={tree} unit={unit} onChoose={onChoose} />
      {maySeePeople(me, tree, unit.id) ? <UnitPeople unit={unit} /> : null}
      {unit.closed ? null : <PublicForm unit={unit} />}

      {form === 'rename' ? <RenameUnit unit={unit} onDone={done} /> : null}
      {form === 'close' ? <CloseUnit unit={unit} onDone={done} /> : null}
      {form === 'add' ? (
        <AddUnit
          parent={unit}
          onDone={(added) => {
            done();
            if (added) onChoose(added);
          }}
        />
      ) : null}
    </div>
  );
}

function ChildUnits({ tree, unit, onChoose }: UnitDetailProps) {
  const children = tree.childrenOf(unit.id);
  if (children.length === 0 && kindsUnder(unit.kind).length === 0) return null;
  return (
    <section className="section" aria-labelledby="unit-children">
      <h2 id="unit-children">下级单位</h2>
      {children.length === 0 ? <p className="muted">还没有下级单位。</p> : null}
      <ul className="admin-links">
        {children.map((child) => (
          <li key={child.id}>
            <Button type="link" onClick={() => onChoose(child.id)}>
              {child.name}
            </Button>
            <span className="muted small">
              {UNIT_KIND_LABELS[child.kind]}
              {child.closed ? ' · 已关闭' : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
