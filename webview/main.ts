import { connectHost } from './host.ts';
import { mountPanel } from './panel.ts';
import { registerComponents } from './toolkit.ts';

registerComponents();
const root = document.getElementById('climb');
if (root !== null) mountPanel(root, connectHost());
