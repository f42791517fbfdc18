const ownName = /\.climb\.(?:ya?ml|json)$/i;
/** The files of that name, for VS Code. */
export const ownNames = '**/*.climb.{yaml,yml,json}';
const declaredSchema =
  /(?:#\s*yaml-language-server:\s*\$schema=|["']?\$schema["']?\s*:\s*)["']?\S*climb-mixture\.schema\.json/;
/** Characters at the beginning of a file that may declare its schema: a first line may be the whole file, and say `$schema:` on and on. */
const headLength = 2_000;
const version = /^(?:\uFEFF|\{\s*)?["']?climb["']?\s*:\s*\d/m;

/** Whether a file says that it is a mixture: by its name, or by its schema (in a modeline or a `$schema` key). */
export function declaresMixture(fileName: string, head: string): boolean {
  return ownName.test(fileName) || declaredSchema.test(head.slice(0, headLength));
}

/** Whether a text is a mixture file: it says so, or has the version that every mixture file has. */
export function isMixtureText(fileName: string, text: string): boolean {
  return declaresMixture(fileName, text) || version.test(text);
}
