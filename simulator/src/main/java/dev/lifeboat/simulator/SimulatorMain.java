package dev.lifeboat.simulator;

import dev.lifeboat.simulator.tls.TlsPolicy;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Runs one pool or several until it is told to end.
@Command(
        name = "lifeboat-simulator",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        showDefaultValues = true,
        sortOptions = false,
        description =
                "XCP-ng and XenServer pools in one process: XAPI and disk handlers over HTTPS, NBD over TLS, changed"
                        + " block tracking, and faults on request.",
        footer = {
            "",
            "Each pool says at its start where it answers and where its control endpoint is. With CONTROL set to the"
                    + " latter:",
            "",
            "  curl $CONTROL/state                                         counters and leftovers",
            "  curl -d '{\"count\":20,\"length\":4096}' $CONTROL/vms/web-01/disks/0/writes       a guest writes",
            "  curl -d '{\"method\":\"VM.snapshot\",\"count\":2,\"code\":\"TOO_BUSY\"}' $CONTROL/faults/calls",
            "  curl -d '{\"method\":\"VM.snapshot\",\"kind\":\"stuck\"}' $CONTROL/faults/calls   a task that never"
                    + " ends",
            "  curl -d '{\"method\":\"*\",\"kind\":\"drop-before\"}' $CONTROL/faults/calls       a lost connection",
            "  curl -d '{\"afterBytes\":1048576}' $CONTROL/faults/nbd-cut",
            "  curl -X POST $CONTROL/hosts/xcp-host-1/crash                then /boot; or /reboot for both",
            "  curl -X POST $CONTROL/master                                the next host becomes master",
            "  curl -X DELETE $CONTROL/faults                              all is well again",
            "",
            "simulator/README.md lists all of them."
        })
public final class SimulatorMain implements Callable<Integer> {
    @Option(
            names = "--pools",
            defaultValue = "1",
            description = "How many pools of the same kind; each has addresses and a control endpoint of its own.")
    private int pools;

    @Mixin
    private PoolArguments pool = new PoolArguments();

    @Option(names = "--port", defaultValue = "0", description = "HTTPS port of all hosts; 0 picks a free one.")
    private int port;

    @Option(names = "--nbd-port", defaultValue = "0", description = "NBD port of all hosts; 0 picks a free one.")
    private int nbdPort;

    @Option(
            names = "--control-port",
            defaultValue = "0",
            description = "Port of the first pool's control endpoint on 127.0.0.1; further pools have the next ones.")
    private int controlPort;

    @Option(names = "--data", description = "Where disks are kept; a temporary directory without it.")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--ephemeral", description = "Remove the disks at the end.")
    private boolean ephemeral;

    @Option(names = "--ready-file", description = "JSON file to write once all pools answer.")
    private Optional<Path> readyFile = Optional.empty();

    @Option(names = "--tls1.0", description = "Speak TLS 1.0 only, as a 6.5 without its updates.")
    private boolean legacyTls;

    @Mixin
    private TimingArguments timing = new TimingArguments();

    /// The logging settings are named here and not found by their usual name, so that tests with this jar keep their
    /// own.
    public static void main(String[] arguments) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "simulator-logback.xml");
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SimulatorMain()).setExecutionExceptionHandler(SimulatorMain::explain);
    }

    /// What went wrong in a sentence; the stack is for whoever asks the log for details.
    private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult arguments) {
        var cause = switch (problem.getCause()) {
            case null -> "";
            case FileSystemException file -> " (nothing can be written to " + file.getFile() + ")";
            case Throwable other -> " (" + other.getMessage() + ")";
        };
        command.getErr().println("The simulator cannot start: " + problem.getMessage() + cause);
        LoggerFactory.getLogger(SimulatorMain.class).debug("stack", problem);
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (pools < 1) {
            throw new IllegalArgumentException("--pools needs at least 1");
        }
        checkPort("--port", port);
        checkPort("--nbd-port", nbdPort);
        checkPort("--control-port", controlPort);
        if (legacyTls) {
            TlsPolicy.allowLegacyInThisProcess();
        }
        var log = LoggerFactory.getLogger(SimulatorMain.class);
        var ended = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(ended, closed), "end"));
        try (var running = new RunningPools()) {
            var announced = new ArrayList<ReadyFile>();
            for (int number = 0; number < pools; number++) {
                announced.add(announce(running.start(options(number))));
            }
            readyFile.ifPresent(file -> ReadyFile.write(file, announced));
            ended.await();
            log.info("the simulator ends");
        } finally {
            closed.countDown();
        }
        return 0;
    }

    private static void checkPort(String option, int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(option + " takes 0 to 65535, not " + port);
        }
    }

    private static ReadyFile announce(PoolSimulator pool) throws IOException {
        var caFile = pool.directory().resolve("ca.pem");
        Files.writeString(caFile, pool.certificatesPem());
        LoggerFactory.getLogger(SimulatorMain.class)
                .info(
                        "pool {} ({}) answers at {} (NBD port {}, control {}, certificate {})",
                        pool.options().name(),
                        pool.options().profile(),
                        pool.endpoints(),
                        pool.nbdPort(),
                        pool.controlUrl(),
                        pool.fingerprint());
        return ReadyFile.of(pool, caFile);
    }

    private PoolOptions options(int number) {
        var options = pool.applyTo(PoolOptions.standard(), number)
                .ports(port, nbdPort, controlPort == 0 ? 0 : controlPort + number)
                .data(new DataLocation(data, ephemeral || data.isEmpty()))
                .timing(timing.timing());
        var named = number == 0 ? options : options.name(options.name() + "-" + (number + 1));
        return legacyTls ? named.profile(named.profile().tls(TlsPolicy.LEGACY)) : named;
    }

    /// The process goes only after the pools have closed their files.
    private static void endAndWait(CountDownLatch ended, CountDownLatch closed) {
        ended.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Closes what was started, the last first.
    private static final class RunningPools implements AutoCloseable {
        private final List<PoolSimulator> all = new ArrayList<>();

        PoolSimulator start(PoolOptions options) {
            var pool = PoolSimulator.start(options);
            all.add(pool);
            return pool;
        }

        @Override
        public void close() {
            all.reversed().forEach(PoolSimulator::close);
        }
    }
}
