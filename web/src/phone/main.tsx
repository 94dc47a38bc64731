import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../design/base.css';
import './phone.css';
import { applyTokens } from '../design/tokens';
import { App } from './app';
import { registerWorker } from './worker-registration';

const dark = matchMedia('(prefers-color-scheme: dark)');
const contrast = matchMedia('(prefers-contrast: more)');
/** As the phone is set. The type is large for everybody: many who file here are not young. */
const dress = (): void => applyTokens(contrast.matches ? 'contrast' : dark.matches ? 'dark' : 'light', true);
dress();
dark.addEventListener('change', dress);
contrast.addEventListener('change', dress);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
registerWorker();
