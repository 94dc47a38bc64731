import { useState } from 'react';
import type { PublicForm, Unit } from '../../../../src/api/contract';
import { Button } from '../parts/button';
import { OneOf, type Choice } from '../parts/choices';
import { TextField } from '../parts/field';
import { placeName } from './draft';

/** So many rows fit on a screen or two; the rest is found by name. */
const MOST_SHOWN = 30;
/** Below this many, one looks faster than one types. */
const FEW = 8;

/** Places under their street: they come in the order of the tree. */
function choicesOf({ unit, places }: PublicForm): Choice<string>[] {
  let street: Unit | null = null;
  const choices = places.map((place): Choice<string> => {
    if (place.level === 'B') street = place;
    return { value: place.id, label: place.name, note: place.level === 'C' && street ? street.name : undefined };
  });
  return [...choices, { value: unit.id, label: `说不清在哪里，由${unit.name}安排` }];
}

const matches = (words: string) => {
  const parts = words.trim().split(/\s+/).filter(Boolean);
  return ({ label, note }: Choice<string>) => parts.every((part) => `${label} ${note ?? ''}`.includes(part));
};

/** Where it is: found by typing part of a name. Who comes back finds what was chosen, alone, until it is to be changed. */
export function PlacePicker({
  form,
  value,
  onChange,
  error,
}: {
  form: PublicForm;
  value: string | null;
  onChange: (unit: string) => void;
  error?: string;
}) {
  const [words, setWords] = useState('');
  const [isOpen, setOpen] = useState(value === null);
  if (form.places.length === 0) return <Chosen name={form.unit.name} />;
  if (!isOpen && value !== null) return <Chosen name={placeName(form, value)} onAgain={() => setOpen(true)} />;

  const all = choicesOf(form);
  const found = all.filter(matches(words));
  const shown = found.slice(0, MOST_SHOWN);
  return (
    <div className="m-field">
      <h2>在哪里</h2>
      {all.length > FEW ? (
        <TextField
          label="输入园区、街道或社区的名称查找"
          type="search"
          enterKeyHint="search"
          value={words}
          onChange={setWords}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      ) : null}
      <OneOf legend="地点" isLegendHidden isScrolled choices={shown} value={value} onChange={onChange} error={error} />
      <p className="small muted" role="status">
        {found.length === 0 ? '没有这个名称的地点，请换几个字，或清空后选最后一项。' : null}
        {found.length > shown.length ? `还有 ${found.length - shown.length} 处，请多输入几个字。` : null}
      </p>
    </div>
  );
}

function Chosen({ name, onAgain }: { name: string; onAgain?: () => void }) {
  return (
    <div className="m-field">
      <h2>在哪里</h2>
      <p className="m-chosen">
        <strong>{name}</strong>
        {onAgain ? (
          <Button look="quiet" onClick={onAgain}>
            更改<span className="visually-hidden">地点</span>
          </Button>
        ) : null}
      </p>
    </div>
  );
}
