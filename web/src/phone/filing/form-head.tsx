import type { PublicForm } from '../../../../src/api/contract';

/** Which form this is, and on what occasion, where it is not the plain one of a place. */
export function FormHead({ form: { form, campaign }, isWhole }: { form: PublicForm; isWhole: boolean }) {
  if (!form && !campaign) return null;
  return (
    <div className="m-form-head">
      {campaign ? (
        <p>
          {campaign.name}
          <span className="small muted"> · {campaign.location}</span>
        </p>
      ) : null}
      {form ? <p>{form.title}</p> : null}
      {form?.intro && isWhole ? <p className="small muted words">{form.intro}</p> : null}
    </div>
  );
}
