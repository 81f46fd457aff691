package dev.lifeboat.xen.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.fake.LargePool;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A process with a small heap reads and follows a pool of 5,000 VMs, each with a snapshot, two disks and a NIC.
class LargePoolTest {

    private static final int VMS = 5_000;

    /// For the whole process: its classes and connections, the records of 40,000 objects (127 MB of XML), two
    /// inventories at a time. 28 MB stay in use.
    private static final String HEAP = "-Xmx64m";

    private static final int CHANGES = 5;

    @Test
    void isReadAndFollowedInASmallHeap() throws Exception {
        try (var pool = new LargePool(VMS)) {
            var child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            HEAP,
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LargePoolTest.class.getName(),
                            pool.host().uri().toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(child.getInputStream().readAllBytes(), UTF_8);

            assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(output).contains(VMS + " VMs followed through " + CHANGES + " changes");
            assertThat(child.exitValue()).isZero();
            assertThat(pool.bytesTold()).as("what was read").isGreaterThan(100_000_000);
        }
    }

    /// What the process does.
    public static void main(String[] arguments) {
        var access = new PoolAccess(
                List.of(URI.create(arguments[0])), new Credentials("root", "secret"), new Trust.Insecure());
        try (var pool = XenPools.connect(access, "large");
                var watch = pool.watch()) {
            int seen = 0;
            for (int change = 0; change < CHANGES; change++) {
                seen += watch.next(Duration.ofSeconds(60))
                        .orElseThrow()
                        .changedVms()
                        .size();
            }
            var runtime = Runtime.getRuntime();
            System.gc();
            System.out.printf(
                    "%d VMs followed through %d changes; %d MB stay in use%n",
                    watch.inventory().vms().size(), seen, (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        }
    }
}
