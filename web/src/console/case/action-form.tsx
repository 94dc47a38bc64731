import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import type { Acted, Attachment, Case } from '../../../../src/api/contract';
import { isBlank } from '../../../../src/domain/blank';
import type { Action } from '../../../../src/domain/vocabulary';
import { useIntention } from '../../api/use-intention';
import { post, RequestError } from '../../api/request';
import { refresh } from '../live';
import { useDraft } from '../parts/draft';
import { checkMessages, isOnlySoft, useToldCheck } from '../reply/told-check';
import { fieldErrorsOf } from '../parts/field-errors';
import { FormError } from '../parts/form-error';
import { sentenceOf } from '../parts/states';
import { ActionFields, type Values } from './action-fields';
import { keepActed } from './case-queries';
import type { EvidenceFiles } from '../reply/evidence-upload';
import { FORMS, type Field } from './forms';
import { proposedValues } from './proposal';
import { showRatingLink } from './rating-link';

const DutySuggestions = lazy(() => import('./duty-suggestions').then((part) => ({ default: part.DutySuggestions })));
const ReplyAids = lazy(() => import('../reply/reply-aids').then((part) => ({ default: part.ReplyAids })));
const ReplyPreview = lazy(() => import('../reply/reply-preview').then((part) => ({ default: part.ReplyPreview })));
const Precedents = lazy(() => import('./precedents').then((part) => ({ default: part.Precedents })));

interface ActionFormProps {
  action: Action;
  label: string;
  demand: Case;
  /** What the service says of the action itself, as how often it may still be done. */
  hint?: string;
  onClose: () => void;
  /** Somebody else was first, and the action may not be possible any more: whoever shows this form must say so in its place. */
  onLost?: (lost: Lost) => void;
  onActed?: () => Promise<void>;
}

export interface Lost {
  sentence: string;
  /** What had been written, so that it is not lost with the race. */
  written: string[];
}

/** Beside these, somebody else's step does not make this one wrong. */
const REGARDLESS_OF_VERSION: readonly Action[] = ['note', 'contact', 'urge'];

export function ActionForm({ action, label, demand, hint, onClose, onLost, onActed }: ActionFormProps) {
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const {
    content: values,
    change,
    forget,
  } = useDraft<Values>(`${demand.number}:${action}`, initialValues(action, demand));
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const { keyFor } = useIntention();
  const form = useRef<HTMLFormElement>(null);
  const sending = useRef(new Set<string>());
  const onBusy = (place: string, isWaited: boolean): void =>
    void (isWaited ? sending.current.add(place) : sending.current.delete(place));
  const check = useToldCheck(demand.number, action, values);
  // A confirmation is of the words as they were.
  const write = (next: Values) => change({ ...next, confirmed: undefined });
  useEffect(() => focusFirst(form.current), []);

  async function send(event?: FormEvent): Promise<void> {
    event?.preventDefault();
    if (sending.current.size > 0)
      return setFailure('附件还没有录完或传完：正在录的请先停止，上传完再确认；不要的可以取消。');
    const missing = missingField(action, values);
    if (missing) return setFailure(`请先填写“${missing}”。`);
    setBusy(true);
    setFailure(null);
    const body = bodyOf(action, values);
    const ifVersion = REGARDLESS_OF_VERSION.includes(action) ? undefined : demand.version;
    try {
      const after = await post<Acted>(
        `/demands/${demand.number}/actions/${action}`,
        { ...body, ifVersion },
        keyFor(body),
      );
      forget();
      void message.success(`${label}：已完成`);
      if (after.ratingToken) showRatingLink(modal, after.ratingToken);
      keepActed(client, after);
      onClose();
      refresh(client);
      await onActed?.();
    } catch (error) {
      const isOvertaken = error instanceof RequestError && error.problem.status === 409;
      // Who has it now is read first: that is what is said.
      if (isOvertaken) await client.refetchQueries({ queryKey: ['demand', demand.number] });
      if (isOvertaken && onLost) onLost({ sentence: sentenceOf(error), written: writtenIn(values) });
      else setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  const onKeyDown = (event: KeyboardEvent) => {
    // The first Escape closes a list that is open, the next one the form.
    const isInList = (event.target as HTMLElement).getAttribute('aria-expanded') === 'true';
    if (event.key === 'Escape' && !isInList && !event.nativeEvent.isComposing) onClose();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) void send();
  };
  return (
    <form
      ref={form}
      className="action-form"
      aria-label={label}
      onSubmit={(event) => void send(event)}
      onKeyDown={onKeyDown}
    >
      {action === 'dispatch' || action === 'rule' ? (
        <Suspense>
          <Precedents number={demand.number} onTake={(leadUnit) => change({ ...values, leadUnit })} />
        </Suspense>
      ) : null}
      {action === 'reply' ? (
        <Suspense>
          <ReplyAids demand={demand} values={values} onChange={write} />
        </Suspense>
      ) : null}
      {action === 'finish' && demand.poll?.closed === false ? (
        <p role="note">
          这件诉求的票选还没有结束。现在提交，结果不会写进这次办理情况，投票照常进行到截止；不再需要时，请先提前结束票选。
        </p>
      ) : null}
      <ActionFields
        action={action}
        values={values}
        onChange={write}
        files={demand.attachments}
        leadUnit={demand.leadUnit}
        holderUnit={demand.holder.unit}
        kind={demand.kind}
        number={demand.number}
        onBusy={onBusy}
        errors={{ ...checkMessages(check), ...errorsOf(failure) }}
      />
      {action === 'dispatch' ? (
        <Suspense>
          <DutySuggestions demand={demand} values={values} onTake={(taken) => change({ ...values, ...taken })} />
        </Suspense>
      ) : null}
      {isOnlySoft(check) ? (
        <Checkbox
          checked={values.confirmed === true}
          onChange={({ target }) => change({ confirmed: target.checked || undefined })}
        >
          我已核对，以上提示是误报，可以发给诉求人
        </Checkbox>
      ) : null}
      {action === 'reply' ? (
        <Suspense>
          <ReplyPreview demand={demand} values={values} />
        </Suspense>
      ) : null}
      {FORMS[action].says ? <p className="muted">{FORMS[action].says}</p> : null}
      {hint ? <p className="muted">{hint}</p> : null}
      <FormError error={failure} />
      <div className="action-buttons">
        <Button type="primary" htmlType="submit" loading={isBusy} title="Ctrl+Enter">
          确认{label}
        </Button>
        <Button onClick={onClose}>收起</Button>
        <span className="muted small">填写的内容会自动保存在本机，刷新不丢。</span>
      </div>
    </form>
  );
}

const writtenIn = (values: Values): string[] =>
  Object.values(values).filter((value): value is string => typeof value === 'string' && value.length > 8);

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'string' && isBlank(value));

function missingField(action: Action, values: Values): string | undefined {
  const fields: readonly Field[] = FORMS[action].fields;
  return fields.find(({ isRequired, name, when }) => isRequired && (when?.(values) ?? true) && isEmpty(values[name]))
    ?.label;
}

const isAsked = (action: Action, name: string, values: Values): boolean =>
  (FORMS[action].fields as readonly Field[]).find((field) => field.name === name)?.when?.(values) ?? true;

/** What is sent: nothing that is empty or not asked any more, files by their ids. */
const bodyOf = (action: Action, values: Values): Values =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([name, value]) => !isEmpty(value) && isAsked(action, name, values))
      .map(([name, value]) => [name, sentAs(name, value)]),
  );

const idsOf = (files: Attachment[] = []): string[] => files.map(({ id }) => id);

function sentAs(name: string, value: unknown): unknown {
  if (name === 'attachments') return idsOf(value as Attachment[]);
  if (name !== 'evidence') return value;
  const { before, after } = value as Partial<EvidenceFiles>;
  return { before: idsOf(before), after: idsOf(after) };
}

/** The rules' proposal is where a dispatcher begins. */
function initialValues(action: Action, { proposal, rounds }: Case): Values {
  if (action !== 'dispatch') return {};
  // A redo begins where the round before was handled.
  const lead = rounds.findLast(({ leadUnit }) => leadUnit !== null)?.leadUnit;
  if (lead) return { leadUnit: lead.id, urgency: proposal?.urgency };
  return proposal ? proposedValues(proposal) : {};
}

/** By field: what is wrong within a list is said at the list. */
const errorsOf = (failure: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fieldErrorsOf(failure)).map(([path, message]) => [path.split('/')[1] ?? '', message]),
  );

/** To the first field that is empty; to the button when there is nothing to fill in. Two keystrokes then do it. */
function focusFirst(form: HTMLFormElement | null): void {
  const fields = [...(form?.querySelectorAll<HTMLElement>('input:not([type=file]), textarea') ?? [])];
  const first = fields.find(
    (field) =>
      !field.closest('.reply-aids') &&
      (!(field as HTMLInputElement).value || (field as HTMLInputElement).type === 'radio'),
  );
  const isFilled =
    form?.querySelector('.ant-select-selection-item, .ant-select-content-has-value') !== null && form !== null;
  const target = isFilled
    ? form.querySelector<HTMLElement>('button[type=submit]')
    : (first ?? form?.querySelector('button[type=submit]'));
  target?.focus();
}
