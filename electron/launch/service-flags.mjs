// @ts-check
/**
 * For the Node that runs the service. Terminals and lists pass through its memory in large pieces; with a young generation of 2 MB it
 * keeps 19 to 23 MB more after 50 MiB of output, with V8's own of up to 48 MB more than that, with this one 15 MB.
 * V8 lets a heap of 17 MB grow to 70 before it collects, and an idle service keeps that; twice its size is 36.
 * The service collects by itself when it becomes idle (`engine/host/idle-collector.ts`).
 */
export const serviceFlags = Object.freeze(['--max-semi-space-size=1', '--heap-growing-percent=100', '--expose-gc']);

/**
 * For its C library: without this, glibc serves every buffer below the largest one that was ever freed, up to 32 MB, from a heap
 * that one small piece at its end keeps as it is (mallopt(3), M_MMAP_THRESHOLD). Electron brings an allocator of its own.
 */
export const serviceEnvironment = Object.freeze({ MALLOC_MMAP_THRESHOLD_: '1048576' });
