/** What the provider says of what it took. */
export interface Sent {
  receipt: string | null;
}

/** The parts that a provider's template has: who is told, what, and where to look. */
export interface Words {
  title: string;
  what: string;
  link: string;
}

/** To one person. `key` is the same for every try, so that whoever takes it twice can tell. */
export interface Letter extends Words {
  key: string;
  to: string;
  audience: 'staff' | 'reporter';
}

/**
 * One way to reach a person. Throws `DeliveryError`; real providers and the stand-ins of tests are implementations of it. It is
 * done within `LEASE` of claim.ts, or another worker sends again.
 */
export interface PersonSender {
  send(letter: Letter): Promise<Sent>;
}
