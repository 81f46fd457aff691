package dev.lifeboat.agent.progress;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the process itself takes, and which of its threads take it: a stage of the pipeline is a group of threads.
final class ProcessMeters {
    private ProcessMeters() {}

    static void register(Meters meters) {
        var memory = ManagementFactory.getMemoryMXBean();
        meters.gauge(
                "lifeboat_agent_heap_bytes",
                "Used of the heap.",
                Labels.NONE,
                () -> memory.getHeapMemoryUsage().getUsed());
        meters.seconds(
                "lifeboat_agent_gc_seconds_total",
                "Spent in collecting garbage.",
                () -> Map.of(Labels.NONE, collecting()));
        meters.seconds("lifeboat_agent_cpu_seconds_total", "Spent by the process.", () -> Map.of(Labels.NONE, cpu()));
        meters.seconds(
                "lifeboat_agent_stage_cpu_seconds_total",
                "Spent by the threads that there are, by what they do.",
                ProcessMeters::byStage);
    }

    private static double collecting() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum()
                / 1e3;
    }

    private static double cpu() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(time -> time.toMillis() / 1e3)
                .orElse(0.0);
    }

    private static Map<Labels, Double> byStage() {
        var threads = ManagementFactory.getThreadMXBean();
        var byStage = new LinkedHashMap<Labels, Double>();
        for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null) {
                double seconds = Math.max(0, threads.getThreadCpuTime(thread.getThreadId())) / 1e9;
                byStage.merge(Labels.of("stage", stage(thread.getThreadName())), seconds, Double::sum);
            }
        }
        return byStage;
    }

    /// Threads are named after what they do, and numbered.
    static String stage(String threadName) {
        return threadName.replaceAll("[-#]?[0-9]+([-#][0-9]+)*$", "");
    }
}
