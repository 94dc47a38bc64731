import { z } from 'zod';
import { readCampaign, type Campaign } from '../../database/campaigns';
import type { Database } from '../../database/client';
import { readForm, type PublishedForm } from '../../database/forms';
import { campaignRefusal } from '../../domain/campaign';
import { givenAnswers } from '../../domain/form';
import { filingErrors } from '../../domain/form-filing';
import { liesUnder, type UnitRef } from '../../domain/organisation';
import type { Kind, SubjectType } from '../../domain/vocabulary';
import { NO_ORIGIN, type Origin } from '../../intake/file-demand';
import type { SignedIn } from '../actor';
import { timesOf } from '../campaign-view';
import { invalidInput, Problem, problemOf } from '../errors';
import { answersSchema } from '../form-schema';

/** On what form and occasion staff collected it. */
export const collectedFields = {
  form: z.string().min(1).max(64).optional().meta({ description: '征集表的编号' }),
  answers: answersSchema.optional(),
  campaign: z.uuid().optional().meta({ description: '在哪场活动收集；没有写明的征集表和渠道随活动' }),
};

interface Filed {
  kind: Kind;
  category?: string;
  subject: { type: SubjectType };
  contact?: object;
  answers?: Record<string, unknown>;
}
export type StaffFiling = Filed & { form?: string; campaign?: string; channel?: string };

/** Throws when the form or the campaign is none, or does not take such a filing. */
export async function collectedBy(
  database: Database,
  actor: SignedIn,
  filing: StaffFiling,
  place: UnitRef,
): Promise<{ origin: Origin; channel: string }> {
  const campaign = filing.campaign === undefined ? null : await readCampaign(database, filing.campaign, actor.units);
  if (filing.campaign !== undefined && !campaign) throw invalidInput('/campaign', '没有这场活动，请重新选择。');
  if (campaign) requireOpen(campaign, true);
  const channel = filing.channel ?? campaign?.channel;
  if (channel === undefined) throw invalidInput('/channel', '请填写渠道。');
  const form = filing.form === undefined ? await formOf(database, campaign) : await readForm(database, filing.form);
  if (filing.form !== undefined && !(form && liesUnder(place, form.unitId)))
    throw invalidInput('/form', '所在地没有这张征集表，或它已停用，请重新选择。');
  return { origin: originOf({ ...filing, channel }, form, campaign), channel };
}

/** The form of a campaign, unless it has been taken out of use. */
export const formOf = async (database: Database, campaign: Campaign | null): Promise<PublishedForm | null> =>
  campaign?.formCode ? readForm(database, campaign.formCode) : null;

export function requireOpen(campaign: Campaign, isStaff: boolean): void {
  const refusal = campaignRefusal(campaign.name, timesOf(campaign), Date.now(), isStaff);
  if (refusal) throw problemOf(refusal);
}

/** Throws `invalid_input` with everything in which the filing does not fit the form. */
export function originOf(
  filing: Filed & { channel: string },
  form: PublishedForm | null,
  campaign: Campaign | null,
): Origin {
  const answers = givenAnswers(filing.answers ?? {});
  const channel = filing.channel === campaign?.channel ? null : filing.channel;
  if (!form && answers) throw invalidInput('/answers', '没有选定征集表，不能填写它的栏目。');
  const errors = form ? filingErrors(form.data, { ...fitted(filing, answers), channel }) : [];
  if (errors.length > 0) {
    const messages = errors.map(({ message }) => message).join('');
    throw new Problem('invalid_input', `填写有误：${messages}`, { errors });
  }
  const onForm = form && { code: form.code, version: form.version };
  return { ...NO_ORIGIN, form: onForm, answers, campaign: campaign?.id ?? null };
}

const fitted = ({ kind, category, subject, contact }: Filed, answers: Record<string, unknown> | null) => ({
  ...{ kind, category: category ?? null, subjectType: subject.type },
  ...{ hasContact: contact !== undefined, answers: answers ?? {} },
});
