import { ALLOWED, allowedLicence } from './allowed.ts';
import type { Bundled } from './bundled.ts';
import type { LockedPackage } from './locked-packages.ts';

/** The text of `docs/licences.md`. */
export function licencesPage(packages: readonly LockedPackage[], bundled: Bundled): string {
  const functions = [...bundled.keys()];
  const rows = packages.map(({ folder, name, version, licence }) => {
    const carriers = functions.filter((entry) => bundled.get(entry)?.has(folder));
    const used = allowedLicence(licence) ?? `**not allowed**`;
    return `| ${name} | ${version} | ${used}${used === licence ? '' : `, of ${licence}`} | ${carriers.join(', ')} |`;
  });
  const deployed = packages.filter(({ folder }) =>
    functions.some((entry) => bundled.get(entry)?.has(folder)),
  );
  return `# Licences

<!-- made by \`npm run generate\` -->
What okta-hooks needs to run: ${packages.length} packages, ${deployed.length} of which are part of a Lambda function's code. The others are
for the command line, the laptop and the CDK. Allowed are ${ALLOWED.slice(0, -1).join(', ')} and ${ALLOWED.at(-1)}; a test
fails at any other licence. Packages for development alone are not listed. \`npm run sbom\` writes the same list as a software bill
of materials (CycloneDX) to \`sbom.cdx.json\`, with the digest of every package.

| package | version | licence | in the code of |
|---|---|---|---|
${rows.join('\n')}
`;
}
