import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';

const oid = { letter: 18, text: 25 };

/** Prisma's PostgreSQL adapter with two faults mended that stand in the way of migrations (seen in 7.9.1). */
export class MigrationAdapter extends PrismaPg {
  #connections = [];

  async connect() {
    const connection = mended(await super.connect());
    this.#connections.push(connection);
    return connection;
  }

  async connectToShadowDb() {
    return mended(await super.connectToShadowDb());
  }

  /** The engine leaves its connections open, and PostgreSQL copies no database that somebody is connected to. */
  async end() {
    await Promise.all(this.#connections.map((connection) => connection.dispose()));
  }
}

function mended(adapter) {
  sendWholeScripts(adapter);
  knowLetters(adapter);
  return adapter;
}

/** It would cut a script at every semicolon, also inside function bodies. Sent whole, a migration is one transaction besides. */
function sendWholeScripts(adapter) {
  adapter.executeScript = async (script) => {
    try {
      await adapter.client.query(script);
    } catch (error) {
      adapter.onError(error);
    }
  };
}

/** It does not know the system catalogue's one-letter type `"char"`, which the engine asks for. */
function knowLetters(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  const letterColumns = new WeakMap();

  adapter.performIO = async (query) => {
    const result = await performIO(query);
    const letters = result.fields.flatMap((field, column) => (field.dataTypeID === oid.letter ? [column] : []));
    letterColumns.set(query, letters);
    for (const column of letters) result.fields[column].dataTypeID = oid.text;
    return result;
  };
  adapter.queryRaw = async (query) => {
    const answer = await queryRaw(query);
    for (const column of letterColumns.get(query) ?? []) answer.columnTypes[column] = ColumnTypeEnum.Character;
    return answer;
  };
}
