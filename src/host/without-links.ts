/** Text from a file in a notification, where VS Code would make `[words](command:…)` a link that runs the command. */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
