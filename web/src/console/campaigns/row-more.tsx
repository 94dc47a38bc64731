import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useId, type KeyboardEvent } from 'react';
import type { Campaign, CollectionForm } from '../../../../src/api/contract';
import { fieldsAsked } from '../../../../src/domain/form';
import { AnswerControl } from '../collection/answer-control';
import { categoriesQuery } from '../filing/categories';
import { UnitSelect } from '../parts/unit-select';
import { COLUMNS, type Row } from './sheet-rows';

interface RowMoreProps {
  row: Row;
  campaign: Campaign;
  form: CollectionForm | null;
  set: (changes: Partial<Row>) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** What a row seldom needs: another place, a category, a contact, and the form's own fields. */
export function RowMore({ row, campaign, form, set, onKeyDown }: RowMoreProps) {
  const usual = useQuery(categoriesQuery).data ?? [];
  const categories = form && form.categories.length > 0 ? form.categories : usual;
  const id = useId();
  const contact = { maxLength: 50, onKeyDown };
  return (
    <tr className="sheet-more">
      <td />
      <td colSpan={COLUMNS.length + 1}>
        <div className="sheet-more-fields">
          <label htmlFor={`${id}-unit`}>
            所在地
            <UnitSelect
              id={`${id}-unit`}
              value={row.unit ?? campaign.unit.id}
              onChange={(unit) => set({ unit: unit ?? null })}
              allow={({ kind }) => kind !== 'department' && kind !== 'team'}
            />
          </label>
          <label>
            类别
            <Input
              list={`${id}-categories`}
              value={row.category}
              maxLength={50}
              placeholder="不填由规则判断"
              onChange={({ target }) => set({ category: target.value })}
              onKeyDown={onKeyDown}
            />
            <datalist id={`${id}-categories`}>
              {categories.map((each) => (
                <option key={each} value={each} />
              ))}
            </datalist>
          </label>
          {form?.asksContact === 'no' ? null : (
            <>
              <label>
                联系人
                <Input
                  {...contact}
                  value={row.contactName}
                  onChange={({ target }) => set({ contactName: target.value })}
                />
              </label>
              <label>
                电话
                <Input
                  {...contact}
                  inputMode="tel"
                  value={row.contactPhone}
                  onChange={({ target }) => set({ contactPhone: target.value })}
                />
              </label>
            </>
          )}
          {(form ? fieldsAsked(form, row.category.trim() || null) : []).map((field) => (
            <label key={field.name} htmlFor={`${id}-${field.name}`}>
              {field.label}
              {field.required ? '' : '（选填）'}
              <AnswerControl
                field={field}
                id={`${id}-${field.name}`}
                value={row.answers[field.name]}
                onChange={(answer) => set({ answers: { ...row.answers, [field.name]: answer } })}
              />
            </label>
          ))}
        </div>
      </td>
    </tr>
  );
}
