export { openQueue, type Queue, type QueueOptions } from "./open-queue.ts";
export { loadToPrometheus, type QueueLoad, queueLoad } from "./queue-load.ts";
export { RemoteExecutor } from "./remote-executor.ts";
export { startWorker, type Worker, type WorkerOptions } from "./start-worker.ts";
