export async function measureTimers() { return null; }
