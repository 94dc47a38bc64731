import { Link } from '@tanstack/react-router';
import { Button, Input, InputNumber } from 'antd';
import { useId, type KeyboardEvent } from 'react';
import type { AgendaItem as Item } from '../../../../src/api/contract';
import { STAGES } from '../../../../src/domain/vocabulary';
import { moment } from '../../time/format';
import { sentenceOf } from '../parts/states';
import { UnitSelect } from '../parts/unit-select';
import { useDecision, type Saving } from './use-decision';
import { OUTCOME_LABELS } from './words';

interface AgendaItemProps {
  conference: string;
  item: Item;
  position: number;
  isEditable: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** One demand of the agenda: what it is, and what was decided. */
export function AgendaItem(props: AgendaItemProps) {
  const { item, position, isEditable } = props;
  if (!item.demand)
    return (
      <li className="agenda-item">
        <p className="muted">{position}. 一件不在您可见范围内的诉求。</p>
      </li>
    );
  return (
    <li className="agenda-item" aria-label={`第 ${position} 件 ${item.demand.title}`}>
      <div className="agenda-demand">
        <p>
          <span className="number">{position}.</span>{' '}
          <Link to={`/demands/${item.demand.number}`} className="number">
            {item.demand.number}
          </Link>
        </p>
        <p className="words agenda-title">{item.demand.title}</p>
        <p className="small muted">
          {STAGES[item.demand.stage]} · {item.demand.unit.name}
          {item.demand.leadUnit ? ` · 主办 ${item.demand.leadUnit.name}` : ''}
        </p>
        {isEditable && !item.appliedAt ? <Order {...props} title={item.demand.title} /> : null}
      </div>
      {isEditable && !item.appliedAt ? <Editor {...props} /> : <Decided item={item} />}
    </li>
  );
}

const Order = ({ position, onMove, onRemove, title }: AgendaItemProps & { title: string }) => (
  <div className="agenda-order">
    <Button size="small" onClick={() => onMove(-1)} disabled={position === 1} aria-label={`上移：${title}`}>
      上移
    </Button>
    <Button size="small" onClick={() => onMove(1)} aria-label={`下移：${title}`}>
      下移
    </Button>
    <Button size="small" onClick={onRemove} aria-label={`移出议程：${title}`}>
      移出
    </Button>
  </div>
);

function Decided({ item }: { item: Item }) {
  return (
    <div className="agenda-decision">
      <p className="words">{item.decision ?? <span className="muted">没有作出决定</span>}</p>
      <p className="muted">
        {[
          item.leadUnit ? `主办 ${item.leadUnit.name}` : '',
          item.dueAt ? `${moment(item.dueAt)} 前答复` : item.workingDays ? `${item.workingDays} 个工作日内答复` : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {item.appliedAt ? (
        <p className="small muted">
          {moment(item.appliedAt)} 已执行{item.outcome ? `：${OUTCOME_LABELS[item.outcome]}` : ''}
        </p>
      ) : null}
    </div>
  );
}

function Editor({ conference, item }: AgendaItemProps) {
  const id = useId();
  const { written, saving, error, change, flush, takeTheirs, keepMine } = useDecision(conference, item);
  return (
    <div className="agenda-decision" onBlur={flush}>
      <label htmlFor={id}>决定</label>
      <Input.TextArea
        id={id}
        className="agenda-words"
        value={written.decision}
        autoSize={{ minRows: 2, maxRows: 8 }}
        maxLength={2000}
        onChange={({ target }) => change({ decision: target.value })}
        onKeyDown={toNext}
      />
      <div className="agenda-who">
        <label htmlFor={`${id}-lead`}>主办单位</label>
        <UnitSelect
          id={`${id}-lead`}
          value={written.leadUnit}
          onChange={(leadUnit) => change({ leadUnit })}
          placeholder="不换主办可以不选"
        />
        <label htmlFor={`${id}-days`}>几个工作日内答复</label>
        <InputNumber
          id={`${id}-days`}
          min={1}
          max={250}
          precision={0}
          value={written.workingDays ?? null}
          onChange={(days) => change({ workingDays: days ?? undefined })}
        />
        <SaveState saving={saving} by={item.decidedBy} hasWords={written.decision.trim() !== ''} />
      </div>
      {saving === 'failed' ? (
        <p className="form-error" role="alert">
          {sentenceOf(error)}
        </p>
      ) : null}
      {saving === 'overtaken' ? (
        <div className="form-error" role="alert">
          <p>{item.decidedBy ?? '他人'} 刚刚改过这项决定：</p>
          <p className="words">{item.decision ?? '（已清空）'}</p>
          <div className="page-actions">
            <Button size="small" onClick={takeTheirs}>
              用对方的
            </Button>
            <Button size="small" onClick={keepMine}>
              用我写的
            </Button>
          </div>
        </div>
      ) : null}
    </div>
  );
}

function SaveState({ saving, by, hasWords }: { saving: Saving; by: string | null; hasWords: boolean }) {
  const words: Record<Saving, string> = {
    unchanged: '',
    writing: hasWords ? '正在输入…' : '',
    saving: '正在保存…',
    saved: by ? `已保存（${by}）` : '',
    failed: '还没有保存',
    overtaken: '没有保存',
  };
  return (
    <span className="small muted agenda-saved" role="status">
      {words[saving]}
    </span>
  );
}

/** Ctrl+Enter goes on to the next demand, so that a sitting needs no mouse. */
function toNext(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return;
  event.preventDefault();
  const fields = [...document.querySelectorAll<HTMLTextAreaElement>('textarea.agenda-words')];
  const next = fields[fields.indexOf(event.currentTarget) + 1];
  if (next) next.focus();
  else event.currentTarget.blur();
}
