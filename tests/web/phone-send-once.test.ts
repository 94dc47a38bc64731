import type { PublicForm } from '../../src/api/contract';
import type { Draft } from '../../web/src/phone/filing/draft-content';
import { filingOf } from '../../web/src/phone/filing/filing-body';
import { sendOnce, type Refused } from '../../web/src/phone/filing/send-once';

class RefusedError extends Error {
  constructor(readonly refused: Refused | null) {
    super(refused?.code ?? 'lost');
  }
}

/** Files by keys, as the service does, behind a network whose answers can be lost; and a page that sends to it. */
function phone() {
  const filed = new Map<string, string>();
  const state = { losesAnswers: false, refuses: false, sent: [] as string[] };
  const post = async (body: string, key: string): Promise<string> => {
    if (state.refuses) throw new RefusedError({ code: 'invalid_input', status: 422 });
    const before = filed.get(key) ?? body;
    if (before !== body) throw new RefusedError({ code: 'idempotency_conflict', status: 422 });
    filed.set(key, body);
    if (state.losesAnswers) throw new RefusedError(null);
    return `收到：${body}`;
  };
  const keep = (sent: string[]) => (state.sent = sent);
  const refusedBy = (error: unknown) => (error as RefusedError).refused;
  const send = (body: string) => sendOnce({ key: 'one', sent: state.sent }, body, { post, keep, refusedBy });
  return { filed, state, send };
}

describe('a demand whose answer is lost', () => {
  it('is filed once, however often it is sent again', async () => {
    const { filed, state, send } = phone();
    state.losesAnswers = true;
    await expect(send('电梯坏了')).rejects.toThrow('lost');
    await expect(send('电梯坏了')).rejects.toThrow('lost');
    state.losesAnswers = false;
    expect(await send('电梯坏了')).toEqual({ answer: '收到：电梯坏了', isEarlier: false });
    expect([...filed.values()]).toEqual(['电梯坏了']);
  });

  it('is shown as it arrived when it was changed in between', async () => {
    const { filed, state, send } = phone();
    state.losesAnswers = true;
    await expect(send('电梯坏了')).rejects.toThrow('lost');
    state.losesAnswers = false;
    expect(await send('电梯和空调都坏了')).toEqual({ answer: '收到：电梯坏了', isEarlier: true });
    expect([...filed.values()]).toEqual(['电梯坏了']);
  });

  it('is known to have been sent before the answer is awaited, should the page be closed meanwhile', async () => {
    const { state, send } = phone();
    const sending = send('电梯坏了');
    expect(state.sent).toEqual(['电梯坏了']);
    await sending;
  });
});

it('a demand that is refused can be corrected and sent', async () => {
  const { state, send } = phone();
  state.refuses = true;
  await expect(send('电梯')).rejects.toThrow('invalid_input');
  expect(state.sent).toEqual([]);
  state.refuses = false;
  expect(await send('电梯坏了')).toEqual({ answer: '收到：电梯坏了', isEarlier: false });
});

describe('what is sent', () => {
  const form: PublicForm = {
    code: 'zhihui',
    unit: { id: 'zhihui', name: '智美·汇志园区', kind: 'park', level: 'C' },
    places: [],
    kinds: [],
    subjectTypes: [],
    ...{ channels: ['网站', '扫码'], categories: [], form: null, campaign: null },
  };
  const draft: Draft = {
    ...{
      kind: 'help',
      unit: 'zhihui',
      title: ' 电梯坏了 ',
      body: '',
      subjectType: 'enterprise',
      subjectName: '汇志科技',
    },
    ...{
      contactName: '',
      contactPhone: '',
      category: null,
      answers: {},
      isByLink: true,
      key: 'one',
      sent: [],
      uploaded: {},
      isWaiting: false,
      changedAt: 0,
    },
  };
  const sent = {
    ...{ kind: 'help', title: '电梯坏了', body: '（详见录音）', form: 'zhihui', unit: 'zhihui', channel: '扫码' },
    ...{ subject: { type: 'enterprise', name: '汇志科技' }, attachments: ['voice'] },
  };

  it('names the form and how it was reached, and no contact when none was given', () => {
    expect(filingOf(form, draft, ['voice'])).toEqual(sent);
  });

  it('came by the web site when no link or code led to the form', () => {
    const contact = { contactName: '王工', contactPhone: ' 13800001234 ' };
    expect(filingOf(form, { ...draft, ...contact, isByLink: false }, ['voice'])).toEqual({
      ...sent,
      channel: '网站',
      contact: { name: '王工', phone: '13800001234' },
    });
  });
});
