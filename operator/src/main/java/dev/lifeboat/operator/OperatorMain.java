package dev.lifeboat.operator;

import dev.lifeboat.operator.health.HealthServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Starts the operator: reads the configuration, wires, and stays until it is told to end.
@Command(
        name = "lifeboat-operator",
        mixinStandardHelpOptions = true,
        description = "Backs up and restores VMs of XCP-ng and XenServer pools, as custom resources ask for it. The"
                + " cluster is the one of KUBECONFIG, of ~/.kube/config, or the one that it runs in.")
public final class OperatorMain implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);

    @Mixin
    private final OperatorOptions options = new OperatorOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String... arguments) {
        var exitCode = new CommandLine(new OperatorMain())
                .setExecutionExceptionHandler((exception, commandLine, _) -> {
                    LOG.error("The operator ends: {}", exception.getMessage(), exception);
                    return commandLine.getCommandSpec().exitCodeOnExecutionException();
                })
                .execute(arguments);
        System.exit(exitCode);
    }

    @Override
    public void run() {
        var config = options.config(spec.commandLine());
        LOG.info("{}", config);
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var client = new KubernetesClientBuilder().build();
        checkCluster(client);
        var services = Services.of(client, config.agent(), registry, Clock.systemUTC());
        var operator = new RunningOperator(config, services, registry);
        var health = HealthServer.start(config.listen(), registry::scrape, operator::complaints);
        LOG.info("Metrics and health at http:/{}", health.address());
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    operator.close();
                    services.close();
                    health.close();
                    client.close();
                }));
        operator.start();
        stay();
    }

    private static void checkCluster(KubernetesClient client) {
        try {
            var missing = CustomResources.missingIn(client);
            if (!missing.isEmpty()) {
                throw new IllegalStateException(client.getMasterUrl() + " does not know " + String.join(", ", missing)
                        + "; apply them first: kubectl apply -f charts/lifeboat/crds/");
            }
        } catch (KubernetesClientException e) {
            throw new IllegalStateException(
                    "The Kubernetes API at " + client.getMasterUrl() + " does not answer: " + e.getMessage()
                            + ". Check KUBECONFIG and the network",
                    e);
        }
    }

    private static void stay() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
