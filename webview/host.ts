import { readToPanel, type FromPanel, type ToPanel } from '../src/protocol/panel.ts';

/** All that the panel knows of the world around it. Tests put a fake in its place. */
export interface PanelHost {
  post(message: FromPanel): void;
  onMessage(listener: (message: ToPanel) => void): void;
  /** What `setState` was last given, also after the view was hidden or VS Code restarted. */
  getState(): unknown;
  setState(state: unknown): void;
}

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The webview's host; may be called once, as `acquireVsCodeApi` may. */
export function connectHost(): PanelHost {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    onMessage: (listener) =>
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        const message = readToPanel(event.data);
        if (message !== null) listener(message);
      }),
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
  };
}
