import { Button, Input } from 'antd';
import { useEffect, useId, useState, type FormEvent } from 'react';
import type { Demand } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { actsAs, useMe } from '../session';
import { copyText } from './copy-text';
import './person.css';
import { sentenceOf } from './states';

type Contact = NonNullable<Demand['contact']>;
interface Props {
  number: string;
  /** As the service masks it; null when the reporter left none. */
  contact: Demand['contact'];
  /** What is usually the reason here; can be changed before it is sent. */
  usualReason?: string;
  /** Hears the full name while it is shown, null once it is hidden. */
  onName?: (name: string | null) => void;
}

/** Long enough to dial, short enough not to stay on a screen that somebody left. */
const SHOWN_FOR_SECONDS = 60;
const REASON = { least: 2, most: 500 };

/** The reporter's name and number, masked until somebody says why they need it; the reason is kept in the audit. */
export function ContactReveal(props: Props) {
  return <Reveal key={props.number} {...props} />;
}

function Reveal({ number, contact, usualReason = '', onName }: Props) {
  const me = useMe();
  const [asks, setAsks] = useState(false);
  const [full, setFull] = useState<Contact | null>(null);
  useEffect(() => onName?.(full?.name ?? null), [full]);
  if (contact === null) return <span className="muted">没有留下联系方式，可联系收集单位。</span>;
  if (full) return <Full contact={full} onOver={() => setFull(null)} />;
  const shown = (revealed: Contact) => {
    setAsks(false);
    setFull(revealed);
  };
  return (
    <div className="person">
      <div className="person-line">
        <span>{contact.name}</span>
        <span className="number">{contact.phone}</span>
        {actsAs(me, 'handler', 'callback', 'collector', 'dispatcher', 'supervisor') ? (
          <Button size="small" aria-expanded={asks} onClick={() => setAsks(!asks)}>
            显示号码
          </Button>
        ) : null}
      </div>
      {asks ? (
        <ReasonForm number={number} usualReason={usualReason} onShown={shown} onClose={() => setAsks(false)} />
      ) : null}
    </div>
  );
}

interface FormProps {
  number: string;
  usualReason: string;
  onShown: (contact: Contact) => void;
  onClose: () => void;
}

function ReasonForm({ number, usualReason, onShown, onClose }: FormProps) {
  const id = useId();
  const [reason, setReason] = useState(usualReason);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim().length < REASON.least) return setRefusal('请写明为什么要看，至少两个字。');
    setAsking(true);
    try {
      onShown(await post<Contact>(`/demands/${number}/contact/reveal`, { reason: reason.trim() }));
    } catch (error) {
      setRefusal(sentenceOf(error));
      setAsking(false);
    }
  };
  return (
    <form className="person-form" onSubmit={(event) => void submit(event)}>
      <label htmlFor={id}>为什么要看（记入审计）</label>
      <div className="person-line">
        <Input
          id={id}
          autoFocus
          value={reason}
          maxLength={REASON.most}
          onChange={({ target }) => setReason(target.value)}
          onKeyDown={({ key }) => (key === 'Escape' ? onClose() : undefined)}
          aria-invalid={refusal !== null}
          aria-describedby={refusal ? `${id}-refusal` : undefined}
        />
        <Button htmlType="submit" loading={isAsking}>
          显示
        </Button>
        <Button type="text" onClick={onClose}>
          取消
        </Button>
      </div>
      {refusal ? (
        <p id={`${id}-refusal`} className="form-error" role="alert">
          {refusal}
        </p>
      ) : null}
    </form>
  );
}

function Full({ contact, onOver }: { contact: Contact; onOver: () => void }) {
  const [left, setLeft] = useState(SHOWN_FOR_SECONDS);
  const [copied, setCopied] = useState<boolean | null>(null);
  useEffect(() => {
    const until = Date.now() + SHOWN_FOR_SECONDS * 1_000;
    const timer = setInterval(() => {
      const seconds = Math.ceil((until - Date.now()) / 1_000);
      if (seconds <= 0) onOver();
      else setLeft(seconds);
    }, 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="person-line" role="status">
      <span>{contact.name}</span>
      <a className="number person-phone" href={`tel:${contact.phone}`}>
        {contact.phone}
      </a>
      <Button size="small" onClick={() => void copyText(contact.phone).then(setCopied)}>
        {copied === null ? '复制' : copied ? '已复制' : '请手动复制'}
      </Button>
      <Button size="small" type="text" onClick={onOver}>
        隐藏
      </Button>
      <span className="small muted number" aria-hidden="true">
        {left} 秒后自动隐藏
      </span>
    </div>
  );
}
