const ownName = /\.climb\.(?:ya?ml|json)$/i;
const declaredSchema =
  /(?:#\s*yaml-language-server:\s*\$schema=|["']?\$schema["']?\s*:\s*)["']?\S*climb-mixture\.schema\.json/;
const version = /^(?:\uFEFF|\{\s*)?["']?climb["']?\s*:\s*\d/m;

/** Whether a text is a mixture file: by its name, its schema, or the version that every mixture file has. */
export function isMixtureText(fileName: string, text: string): boolean {
  return ownName.test(fileName) || declaredSchema.test(text.slice(0, 2000)) || version.test(text);
}
