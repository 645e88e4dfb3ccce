const NAMES =
  'acorn beech cedar dogwood elm fir ginkgo hazel ironwood juniper kauri larch maple nutmeg oak pine quince rowan spruce teak upas ' +
  'viburnum willow yew zelkova';

/** What a registry knows of a package: every version there has been. */
export interface Package {
  readonly name: string;
  readonly description: string;
  readonly versions: Readonly<Record<string, object>>;
}

/** The 25 packages of a registry, of some 3,500 tokens each. */
export const PACKAGES: readonly Package[] = NAMES.split(' ').map((name, nth) => {
  const count = 30 + ((nth * 17) % 31);
  const versions = Array.from({ length: count }, (_, at): [string, object] => {
    const version = `${Math.floor(at / 30)}.${Math.floor(at / 5) % 6}.${at % 5}`;
    const tarball = `https://registry.example/${name}/-/${name}-${version}.tgz`;
    return [version, { name, version, license: 'MIT', dist: { tarball, size: 1_000 + at * 37, files: 4 + (at % 9) } }];
  });
  return { name, description: `Everything about the ${name}`, versions: Object.fromEntries(versions) };
});
