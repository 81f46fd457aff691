package dev.lifeboat.operator;

import dev.lifeboat.operator.metrics.DeletedResources;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.health.EventSourceHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The controllers of all kinds, on virtual threads: most of their time they wait for a pool.
final class RunningOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningOperator.class);
    /// A pass that is at work when the process is told to end may finish a call to a pool.
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final String LEASE = "lifeboat-operator";

    private final Operator operator;
    private final boolean takesTurns;
    private volatile boolean stopping;

    RunningOperator(OperatorConfig config, Services services, MeterRegistry registry) {
        this.takesTurns = config.leaderElection().isPresent();
        this.operator = new Operator(overrider -> configure(overrider, config, services, registry));
        Reconcilers.all(services)
                .forEach(reconciler -> operator.register(reconciler, controller -> {
                    if (!config.namespaces().isEmpty()) {
                        controller.settingNamespaces(config.namespaces());
                    }
                }));
    }

    void start() {
        operator.start();
        LOG.info(takesTurns ? "Waiting for the lease {}" : "Started", LEASE);
    }

    /// A replica that waits for its turn is well. So is one whose watch of a kind was cut: it is taken up again, and a
    /// restart would not bring it back sooner.
    List<String> complaints() {
        var info = operator.getRuntimeInfo();
        if (!info.isStarted()) {
            return takesTurns ? List.of() : List.of("The controllers are not started yet");
        }
        return info.unhealthyEventSources().entrySet().stream()
                .flatMap(controller -> controller.getValue().entrySet().stream()
                        .filter(source -> ended(source.getValue()))
                        .map(source -> "Controller " + controller.getKey() + " ended its watch " + source.getKey()))
                .toList();
    }

    private static boolean ended(EventSourceHealthIndicator source) {
        return source instanceof InformerWrappingEventSourceHealthIndicator<?> informers
                && informers.informerHealthIndicators().values().stream()
                        .anyMatch(informer -> !informer.isRunning() || !informer.hasSynced());
    }

    @Override
    public void close() {
        stopping = true;
        LOG.info("Ending");
        operator.stop();
    }

    private void configure(
            ConfigurationServiceOverrider overrider, OperatorConfig config, Services services, MeterRegistry registry) {
        overrider
                .withKubernetesClient(services.client())
                .withCloseClientOnStop(false)
                .withExecutorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("reconcile-", 0).factory()))
                .withReconciliationTerminationTimeout(GRACE)
                .withMetrics(new AggregatedMetrics(List.of(
                        MicrometerMetrics.withoutPerResourceMetrics(registry),
                        new DeletedResources(services.meters()))));
        config.leaderElection()
                .ifPresent(namespace -> overrider.withLeaderElectionConfiguration(leaderElection(namespace)));
    }

    /// The process ends when it loses the lease, but not a second time while it ends.
    private LeaderElectionConfiguration leaderElection(String namespace) {
        var callbacks = new LeaderCallbacks(
                () -> LOG.info("Leading"),
                () -> {
                    if (!stopping) {
                        LOG.error("The lease {} was lost; this process ends, another one goes on", LEASE);
                        Runtime.getRuntime().halt(1);
                    }
                },
                leader -> LOG.info("{} leads", leader));
        return new LeaderElectionConfiguration(
                LEASE,
                namespace,
                LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE,
                LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE,
                LeaderElectionConfiguration.RETRY_PERIOD_DEFAULT_VALUE,
                identity(),
                callbacks,
                false);
    }

    private static String identity() {
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + UUID.randomUUID();
        } catch (UnknownHostException _) {
            return UUID.randomUUID().toString();
        }
    }
}
