/** The worker lets the page open without a network. Only what was built has one: while developing it would keep what is old. */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  addEventListener('load', () => {
    // Without it everything works, only not offline: no certificate on an intranet, or storage that is switched off.
    navigator.serviceWorker.register('/m/worker.js', { scope: '/m/' }).catch(() => undefined);
  });
}
