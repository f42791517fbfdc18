import * as vscode from 'vscode';

/**
 * The panel's page: scripts by nonce, styles and fonts from our bundle alone, no data. The toolkit reads the meta element
 * to give its style elements the nonce, without which registering its components would violate the policy.
 */
export function panelHtml(webview: vscode.Webview, bundle: vscode.Uri): string {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const asset = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(bundle, name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `img-src ${webview.cspSource} data:`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta property="csp-nonce" content="${nonce}">
  <link rel="stylesheet" href="${asset('panel-style.css')}">
  <title>Climb mixture</title>
</head>
<body>
  <main id="climb"></main>
  <script type="module" nonce="${nonce}" src="${asset('panel.js')}"></script>
</body>
</html>`;
}
