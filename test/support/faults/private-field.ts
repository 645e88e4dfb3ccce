import { Session } from 'node:inspector';

const SHELF = '__privateField';

/**
 * The value of a `#private` field, which only the debugger can tell: for tests of what an object remembers.
 * @throws {Error} if `owner` has no such field, or it holds no object
 */
export function privateField(owner: object, name: `#${string}`): object {
  const session = new Session();
  session.connect();
  try {
    Object.assign(globalThis, { [SHELF]: owner });
    const objectId = privatesOf(session).find((field) => field.name === name)?.value?.objectId;
    if (objectId === undefined) throw new Error(`Expected an object in ${name}`);
    const functionDeclaration = `function () { globalThis.${SHELF} = this; }`;
    session.post('Runtime.callFunctionOn', { objectId, functionDeclaration });
    const value: unknown = Reflect.get(globalThis, SHELF);
    if (typeof value !== 'object' || value === null) throw new Error(`Expected an object in ${name}`);
    return value;
  } finally {
    session.disconnect();
    Reflect.deleteProperty(globalThis, SHELF);
  }
}

interface Field {
  readonly name: string;
  readonly value?: { readonly objectId?: string };
}

/** The private fields of what is on the shelf. The debugger of one's own thread answers at once. */
function privatesOf(session: Session): readonly Field[] {
  let fields: readonly Field[] = [];
  session.post('Runtime.evaluate', { expression: SHELF }, (_, { result: { objectId } }) => {
    if (objectId === undefined) return;
    session.post('Runtime.getProperties', { objectId, ownProperties: true }, (__, properties) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types of Node 20 do not know them
      fields = Reflect.get(properties, 'privateProperties') as readonly Field[];
    });
  });
  return fields;
}
