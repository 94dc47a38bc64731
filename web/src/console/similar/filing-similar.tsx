import { useQuery } from '@tanstack/react-query';
import { Form } from 'antd';
import { useEffect, useState } from 'react';
import type { LikeDemand } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { sentenceOf } from '../parts/states';
import type { Filing } from '../filing/filing';
import { LikeRow } from './like-row';
import './similar.css';

interface Typed {
  unit?: string;
  title: string;
  body: string;
}

/** Whoever types pauses for longer between two thoughts than between two words. */
const PAUSE = 600;
/** Shorter texts say too little. */
const LEAST_CHARACTERS = 6;

/** What was typed last, once the hand has paused. */
function usePaused(typed: Typed): Typed {
  const text = JSON.stringify(typed);
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return JSON.parse(paused) as Typed;
}

/** Beside the form: what has been filed already that sounds like this. To look at; filing goes on either way. */
export function FilingSimilar() {
  const form = Form.useFormInstance<Filing>();
  const unit = Form.useWatch('unit', form);
  const title = Form.useWatch('title', form) ?? '';
  const body = Form.useWatch('body', form) ?? '';
  const asked = usePaused({ unit, title: title.slice(0, 200), body: body.slice(0, 2_000) });
  const isEnough = asked.unit !== undefined && (asked.title + asked.body).trim().length >= LEAST_CHARACTERS;
  const found = useQuery({
    queryKey: ['demands', 'similar', asked],
    queryFn: () => post<{ items: LikeDemand[] }>('/similar', asked),
    enabled: isEnough,
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const items = isEnough ? (found.data?.items ?? []) : [];
  return (
    <section className="filing-similar" aria-labelledby="filing-similar">
      <h3 id="filing-similar">相似的诉求</h3>
      <p className="muted small" role="status">
        {said(isEnough, found, items.length)}
      </p>
      <ul className="like-list">
        {items.map((like) => (
          <LikeRow key={like.number} like={like} opensAside />
        ))}
      </ul>
    </section>
  );
}

function said(isEnough: boolean, { error, isFetched }: { error: unknown; isFetched: boolean }, count: number): string {
  if (!isEnough) return '选好所在地、写下标题和内容后，这里会列出近半年相似的诉求，供您核对。';
  if (error) return `没有查到：${sentenceOf(error)}不影响登记。`;
  if (!isFetched) return '正在查找…';
  if (count === 0) return '近半年没有您可以查看的相似诉求。';
  return `有 ${count} 件相似。如果是同一件事，也请照常登记：分拨时会并案，每位诉求人都会收到自己的反馈。`;
}
