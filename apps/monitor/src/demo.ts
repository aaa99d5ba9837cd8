export function startDemo(): Promise<{ path: string; close(): Promise<void> }> {
  return Promise.reject(new Error('TODO'));
}
