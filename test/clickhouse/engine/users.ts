import type { IncomingMessage } from 'node:http';
import type { Settings } from './contract.ts';
import { Exception } from './exception.ts';

interface User {
  password: string;
  profile: Settings;
}

/** Who may ask. There is `default`, without a password, as in a fresh ClickHouse. */
export class Users {
  readonly #users = new Map<string, User>([['default', { password: '', profile: {} }]]);

  add(name: string, user: User): void {
    this.#users.set(name, user);
  }

  /** The profile's settings of the user whose credentials these are; throws AUTHENTICATION_FAILED. */
  profileOf({ name, password }: Credentials): Settings {
    const user = this.#users.get(name);
    if (user?.password === password) return user.profile;
    const why = 'Authentication failed: password is incorrect, or there is no user with such name.';
    throw new Exception(516, 'AUTHENTICATION_FAILED', `${name}: ${why}`);
  }
}

interface Credentials {
  name: string;
  password: string;
}

/** What a request says about who asks: in ClickHouse's own headers, or as HTTP has it. */
export function credentialsOf({ headers }: IncomingMessage): Credentials {
  const name = headers['x-clickhouse-user'];
  if (name !== undefined) return { name: String(name), password: String(headers['x-clickhouse-key'] ?? '') };
  const [, basic] = /^Basic (.*)$/i.exec(headers.authorization ?? '') ?? [];
  if (basic === undefined) return { name: 'default', password: '' };
  const text = Buffer.from(basic, 'base64').toString();
  const colon = text.indexOf(':');
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
