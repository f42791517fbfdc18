/** Who else looks at a mixture file for mistakes. */
export interface OtherReporters {
  /** VS Code's own JSON support, at a JSON file. */
  readonly json: boolean;
  /** Red Hat's YAML extension, validating, at a YAML file. */
  readonly redHatYaml: boolean;
  /** The file names our schema, by which Red Hat's extension checks it. */
  readonly declaresSchema: boolean;
}

/**
 * Whether another extension shows this problem already. We contribute our schema to neither of them, so all that can be
 * told twice is what they tell of any file: mistakes of syntax and keys given twice. Quick fixes are offered all the same.
 */
export function isReportedElsewhere(
  code: string,
  { json, redHatYaml, declaresSchema }: OtherReporters,
): boolean {
  if (code === 'file.syntax' || code === 'file.duplicate-key') return json || redHatYaml;
  return code === 'file.schema' && redHatYaml && declaresSchema;
}
