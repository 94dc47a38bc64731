import { useEffect, useState } from 'react';
import type { SimilarDemand } from '../../../../src/api/contract';
import { post } from '../../api/request';
import { dayWords } from '../../time/format';

const PAUSE = 1_200;
/** The service compares at most so many characters, and says nothing about fewer. */
const LONGEST = 1_000;
const SHORTEST = 6;
/** Three tell as much as five, and leave the buttons within reach. */
const MOST_SHOWN = 3;
const MOST_WORDS = 4;

/** Similar demands while somebody writes. It helps or it is silent: no error of it ever stands in anybody's way. */
export function useSimilar({ form, unit, text }: { form: string; unit: string | null; text: string }): SimilarDemand[] {
  const [items, setItems] = useState<SimilarDemand[]>([]);
  const asked = [...text.trim()].slice(0, LONGEST).join('');
  useEffect(() => {
    if (asked.length < SHORTEST || !navigator.onLine) return setItems([]);
    let isWanted = true;
    const timer = setTimeout(() => {
      post<{ items: SimilarDemand[] }>('/public/similar', { form, text: asked, ...(unit ? { unit } : {}) }).then(
        (answer) => isWanted && setItems(answer.items),
        () => isWanted && setItems([]),
      );
    }, PAUSE);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [form, unit, asked]);
  return items;
}

/** Beside what is written, never in its way. Its heading is read out as it comes. */
export function Similar({ items }: { items: readonly SimilarDemand[] }) {
  const isEmpty = items.length === 0;
  return (
    <section className={isEmpty ? 'visually-hidden' : 'm-similar'} aria-label="类似诉求">
      <div role="status">{isEmpty ? null : <h2>类似诉求 {items.length} 件</h2>}</div>
      {isEmpty ? null : <Found items={items} />}
    </section>
  );
}

function Found({ items }: { items: readonly SimilarDemand[] }) {
  return (
    <>
      <ul>
        {items.slice(0, MOST_SHOWN).map((item, i) => (
          <li key={i}>
            <p>
              {item.category} · {item.stageLabel}
            </p>
            <p className="small muted">
              {item.unit} · <time dateTime={item.createdAt}>{dayWords(item.createdAt)}</time> 登记
              {item.common.length > 0 ? ` · 相同：${longest(item.common).join('、')}` : ''}
            </p>
          </li>
        ))}
      </ul>
      <p className="small">附近已有人反映过类似的事。您的诉求仍可提交，会单独编号、单独答复，不用等别人的结果。</p>
    </>
  );
}

/** The longest stretches say most. */
const longest = (words: readonly string[]): string[] =>
  [...words].sort((one, other) => other.length - one.length).slice(0, MOST_WORDS);
