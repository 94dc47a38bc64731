import type { Campaign, NewCampaign } from '../../../../src/api/contract';

/** A campaign as its form holds it: times as the browser writes them, in Beijing time. */
export interface CampaignValues extends Partial<Omit<NewCampaign, 'startsAt' | 'endsAt'>> {
  startsAt?: string;
  endsAt?: string;
}

const local = (instant: string): string => instant.slice(0, 16);
const instant = (typed: string): string => `${typed.slice(0, 16)}:00+08:00`;

export const valuesOf = ({
  kind,
  name,
  unit,
  host,
  location,
  channel,
  form,
  startsAt,
  endsAt,
}: Campaign): CampaignValues => ({
  ...{ kind, name, unit: unit.id, host, location, channel, form: form ?? undefined },
  ...{ startsAt: local(startsAt), endsAt: local(endsAt) },
});

/** What is sent, once it is complete. */
export function campaignOf(values: CampaignValues): NewCampaign {
  const { startsAt, endsAt, form, ...rest } = values as Required<CampaignValues>;
  return { ...rest, form: form ?? null, startsAt: instant(startsAt), endsAt: instant(endsAt) };
}
