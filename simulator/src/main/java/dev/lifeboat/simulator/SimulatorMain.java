package dev.lifeboat.simulator;

import dev.lifeboat.simulator.api.Timing;
import dev.lifeboat.simulator.inventory.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs a pool until it is told to end.
@Command(
        name = "lifeboat-simulator",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        showDefaultValues = true,
        description = "An XCP-ng pool in one process: XAPI and disk handlers over HTTPS, NBD over TLS, changed block"
                + " tracking.")
public final class SimulatorMain implements Callable<Integer> {
    @Option(names = "--profile", defaultValue = "8.3", description = "Release to be: 8.3 or 8.2.")
    private String profile = "";

    @Option(
            names = "--host-address",
            split = ",",
            defaultValue = "127.0.66.1,127.0.66.2",
            description = "Management address of each host; the first is the master.")
    private List<String> addresses = List.of();

    @Option(
            names = "--backup-address",
            split = ",",
            defaultValue = "127.0.67.1,127.0.67.2",
            description = "Address of each host on the network with purpose nbd.")
    private List<String> backupAddresses = List.of();

    @Option(names = "--port", defaultValue = "0", description = "HTTPS port of all hosts; 0 picks a free one.")
    private int port;

    @Option(names = "--nbd-port", defaultValue = "0", description = "NBD port of all hosts; 0 picks a free one.")
    private int nbdPort;

    @Option(names = "--control-port", defaultValue = "0", description = "Port of the control endpoint on 127.0.0.1.")
    private int controlPort;

    @Option(names = "--data", description = "Where disks are kept; a temporary directory without it.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--ephemeral", description = "Remove the disks at the end.")
    private boolean ephemeral;

    @Option(names = "--username", defaultValue = "root", description = "The one user.")
    private String username = "";

    @Option(
            names = "--password",
            defaultValue = "${env:LIFEBOAT_SIMULATOR_PASSWORD:-password}",
            description = "Its password; LIFEBOAT_SIMULATOR_PASSWORD sets it too.")
    private String password = "";

    @Option(names = "--inventory", description = "VMs to start with, as YAML or JSON; four built-in ones without it.")
    private Optional<Path> inventory = Optional.empty();

    @Option(names = "--ready-file", description = "JSON file to write once the pool answers.")
    private Optional<Path> readyFile = Optional.empty();

    @Option(names = "--capacity-gib", defaultValue = "64", description = "Size of the shared repository.")
    private long capacityGib;

    @Option(names = "--login-failure-delay", defaultValue = "PT5S", description = "How long a wrong password takes.")
    private Duration loginFailureDelay = Duration.ZERO;

    @Option(
            names = "--nbd-detach-delay",
            defaultValue = "PT0.5S",
            description = "How long a disk stays attached after its NBD client is gone.")
    private Duration nbdDetachDelay = Duration.ZERO;

    @Option(
            names = "--coalesce-delay",
            defaultValue = "PT5S",
            description = "How long garbage collection waits after a disk is destroyed.")
    private Duration coalesceDelay = Duration.ZERO;

    @Option(
            names = "--data-destroy-grace",
            defaultValue = "PT4S",
            description = "How long VDI.data_destroy waits for VBDs to go.")
    private Duration dataDestroyGrace = Duration.ZERO;

    /// The logging settings are named here and not found by their usual name, so that tests with this jar keep their
    /// own.
    public static void main(String[] arguments) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "simulator-logback.xml");
        }
        System.exit(new CommandLine(new SimulatorMain())
                .setExecutionExceptionHandler(SimulatorMain::explain)
                .execute(arguments));
    }

    /// What went wrong in a sentence; the stack is for whoever asks the log for details.
    private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult arguments) {
        var cause = problem.getCause() == null ? "" : " (" + problem.getCause().getMessage() + ")";
        command.getErr().println("The simulator cannot start: " + problem.getMessage() + cause);
        LoggerFactory.getLogger(SimulatorMain.class).debug("stack", problem);
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var log = LoggerFactory.getLogger(SimulatorMain.class);
        var ended = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(ended, closed), "end"));
        try (var pool = PoolSimulator.start(options())) {
            var caFile = pool.directory().resolve("ca.pem");
            Files.writeString(caFile, pool.certificatesPem());
            readyFile.ifPresent(file -> ReadyFile.of(pool, caFile).write(file));
            log.info(
                    "pool {} answers at {} (NBD port {}, control {}, certificate {})",
                    profile,
                    pool.endpoints(),
                    pool.nbdPort(),
                    pool.controlUrl(),
                    pool.fingerprint());
            ended.await();
            log.info("the pool ends");
        } finally {
            closed.countDown();
        }
        return 0;
    }

    private PoolOptions options() {
        var timing = new Timing(
                loginFailureDelay,
                nbdDetachDelay,
                coalesceDelay,
                dataDestroyGrace,
                Timing.REAL.operation(),
                Timing.REAL.hostBoot());
        return PoolOptions.standard()
                .profile(Profile.named(profile))
                .hosts(hosts())
                .ports(port, nbdPort, controlPort)
                .data(new DataLocation(data, ephemeral || data.isEmpty()))
                .credentials(username, password)
                .inventory(inventory.map(Inventory::read).orElseGet(Inventory::standard))
                .capacity(capacityGib << 30)
                .timing(timing);
    }

    private List<HostSpec> hosts() {
        if (addresses.size() != backupAddresses.size()) {
            throw new IllegalArgumentException("each host needs a --host-address and a --backup-address");
        }
        var hosts = new ArrayList<HostSpec>();
        for (int i = 0; i < addresses.size(); i++) {
            hosts.add(new HostSpec("xcp-host-" + (i + 1), addresses.get(i), backupAddresses.get(i)));
        }
        return hosts;
    }

    /// The process goes only after the pool has closed its files.
    private static void endAndWait(CountDownLatch ended, CountDownLatch closed) {
        ended.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
