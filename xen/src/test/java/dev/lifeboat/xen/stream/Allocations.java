package dev.lifeboat.xen.stream;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Counts what a piece of work takes from the heap, freed or not: an upper bound of what it ever held.
public final class Allocations {

    private Allocations() {}

    /// Work that may fail.
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    public static long of(Work work) throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
