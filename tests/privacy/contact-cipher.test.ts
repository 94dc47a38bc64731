import { randomBytes } from 'node:crypto';
import {
  decryptContact,
  encryptContact,
  maskContact,
  maskName,
  maskPhone,
  phoneIndex,
  phoneTailIndex,
} from '../../src/privacy/contact-cipher';

const contact = { name: '王小明', phone: '13800009999' };
const key = (id: string) => ({ id, key: randomBytes(32) });
const [first, second] = [key('2026'), key('2027')];

describe('the contact of a reporter at rest', () => {
  test('can be read again with the key', () => {
    expect(decryptContact(encryptContact(contact, 'demand-1', [first]), 'demand-1', [first])).toEqual(contact);
  });

  test('shows neither name nor number, and looks different each time', () => {
    const [one, two] = [encryptContact(contact, 'demand-1', [first]), encryptContact(contact, 'demand-1', [first])];
    expect(one.includes(Buffer.from('王小明'))).toBe(false);
    expect(one.includes(Buffer.from('13800009999'))).toBe(false);
    expect(one.equals(two)).toBe(false);
  });

  test('stays readable after a new key has come into use', () => {
    const old = encryptContact(contact, 'demand-1', [first]);
    expect(decryptContact(old, 'demand-1', [second, first])).toEqual(contact);
    expect(encryptContact(contact, 'demand-1', [second, first]).includes(Buffer.from('2027'))).toBe(true);
  });

  test('cannot be read without its key, and the message names the key that is missing', () => {
    const sealed = encryptContact(contact, 'demand-1', [first]);
    expect(() => decryptContact(sealed, 'demand-1', [second])).toThrow('"2026"');
  });

  test('cannot be read once a bit of it was changed', () => {
    const sealed = encryptContact(contact, 'demand-1', [first]);
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed[i]! ^= 1;
      expect(() => decryptContact(changed, 'demand-1', [first])).toThrow();
    }
  });

  test('cannot be moved into the row of another demand', () => {
    const sealed = encryptContact(contact, 'demand-1', [first]);
    expect(() => decryptContact(sealed, 'demand-2', [first])).toThrow();
  });
});

describe('looking a number up', () => {
  const indexKey = randomBytes(32);

  test.each(['138-0000-9999', '+86 138 0000 9999', '0086 13800009999'])('%s is found as 13800009999', (written) => {
    expect(phoneIndex(written, indexKey)).toEqual(phoneIndex('13800009999', indexKey));
    expect(phoneTailIndex(written, indexKey)).toEqual(phoneTailIndex('9999', indexKey));
  });

  test('needs the key', () => {
    expect(phoneIndex(contact.phone, indexKey)).not.toEqual(phoneIndex(contact.phone, randomBytes(32)));
  });
});

describe('what is shown of a contact', () => {
  test.each([
    ['13800001234', '138****1234'],
    ['+86 138 0000 1234', '138****1234'],
    ['0755-27788888', '075****8888'],
    ['12345', '****45'],
  ])('the number %s is shown as %s', (phone, shown) => expect(maskPhone(phone)).toBe(shown));

  test.each([
    ['王小明', '王**'],
    ['欧阳', '欧**'],
    ['𠮷田', '𠮷**'],
    ['', '**'],
  ])('the name %j is shown as %s', (name, shown) => expect(maskName(name)).toBe(shown));

  test('both are masked together', () => {
    expect(maskContact(contact)).toEqual({ name: '王**', phone: '138****9999' });
  });
});
