package dev.lifeboat.simulator;

import dev.lifeboat.simulator.api.Timing;
import java.time.Duration;
import picocli.CommandLine.Option;

/// The command line's words for how long things take.
final class TimingArguments {
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
            description = "How long garbage collection waits after a disk is destroyed, and between its steps.")
    private Duration coalesceDelay = Duration.ZERO;

    @Option(
            names = "--data-destroy-grace",
            defaultValue = "PT4S",
            description = "How long VDI.data_destroy waits for VBDs to go.")
    private Duration dataDestroyGrace = Duration.ZERO;

    @Option(
            names = "--operation-time",
            defaultValue = "PT0.2S",
            description = "How long a snapshot, a start and the like take, and show as current.")
    private Duration operation = Duration.ZERO;

    @Option(names = "--host-boot-time", defaultValue = "PT20S", description = "How long a host is away for a reboot.")
    private Duration hostBoot = Duration.ZERO;

    @Option(
            names = "--purpose-delay",
            defaultValue = "PT10S",
            description = "How long until a network's new purpose lets NBD clients in.")
    private Duration purpose = Duration.ZERO;

    Timing timing() {
        return new Timing(
                loginFailureDelay, nbdDetachDelay, coalesceDelay, dataDestroyGrace, operation, hostBoot, purpose);
    }
}
