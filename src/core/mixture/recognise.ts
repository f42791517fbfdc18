const ownName = /\.climb\.(?:ya?ml|json)$/i;
const declaredSchema =
  /(?:#\s*yaml-language-server:\s*\$schema=|["']?\$schema["']?\s*:\s*)["']?\S*climb-mixture\.schema\.json/;
const version = /^(?:\uFEFF|\{\s*)?["']?climb["']?\s*:\s*\d/m;

/** Whether a file says that it is a mixture: by its name, or by its schema (in a modeline or a `$schema` key). */
export function declaresMixture(fileName: string, head: string): boolean {
  return ownName.test(fileName) || declaredSchema.test(head);
}

/** Whether a text is a mixture file: it says so, or has the version that every mixture file has. */
export function isMixtureText(fileName: string, text: string): boolean {
  return declaresMixture(fileName, text.slice(0, 2000)) || version.test(text);
}
