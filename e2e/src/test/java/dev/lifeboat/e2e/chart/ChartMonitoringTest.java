package dev.lifeboat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.operator.metrics.Meters;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ChartMonitoringTest {
    private static final Pattern METRIC = Pattern.compile("lifeboat_\\w+");

    @Test
    void theMonitorFindsTheServiceAndItsPort() {
        var chart = Chart.render("serviceMonitor: {enabled: true, interval: 1m, labels: {release: prometheus}}");
        var monitor = tree(chart, "ServiceMonitor");
        var service = chart.only(Service.class);

        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
        assertThat(monitor.at("/spec/selector/matchLabels").properties())
                .isNotEmpty()
                .allSatisfy(label -> assertThat(service.getMetadata().getLabels())
                        .containsEntry(label.getKey(), label.getValue().asText()));
        assertThat(monitor.at("/spec/endpoints/0/port").asText())
                .isEqualTo(service.getSpec().getPorts().getFirst().getName());
        assertThat(monitor.at("/spec/endpoints/0/interval").asText()).isEqualTo("1m");
    }

    @Test
    void seriesKeepTheNamespaceOfTheirResource() {
        var monitor = tree(Chart.render("serviceMonitor: {enabled: true}"), "ServiceMonitor");

        assertThat(monitor.at("/spec/endpoints/0/honorLabels").asBoolean()).isTrue();
    }

    @Test
    void everyAlertSaysWhatIsWrongAndHowBadItIs() {
        assertThat(rules("{prometheusRule: {enabled: true}}")).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.path("alert").asText()).startsWith("Lifeboat");
            assertThat(rule.at("/labels/severity").asText()).isIn("info", "warning", "critical");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.at("/annotations/description").asText()).endsWith(".");
        });
    }

    @Test
    void whatPrometheusFillsInIsLeftToIt() {
        assertThat(rules("{prometheusRule: {enabled: true}}"))
                .filteredOn(rule -> rule.path("alert").asText().equals("LifeboatStorageUnavailable"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.at("/annotations/summary").asText())
                        .isEqualTo("Storage {{ $labels.storage }} cannot be used"));
    }

    @Test
    void theAgeOfABackupIsComparedInSeconds() {
        assertThat(rules("{prometheusRule: {enabled: true, maxBackupAgeHours: 50}}"))
                .filteredOn(rule -> rule.path("alert").asText().equals("LifeboatBackupTooOld"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.path("expr").asText()).contains("> 180000)"));
    }

    @Test
    void theOperatorIsMissedUnderTheNameOfItsService() {
        var chart = Chart.render("{prometheusRule: {enabled: true}, fullnameOverride: boats}");

        assertThat(tree(chart, "PrometheusRule").toString())
                .contains(
                        "service=\\\"" + chart.only(Service.class).getMetadata().getName() + "\\\"");
    }

    @Test
    void alertsRestOnMetricsThatTheOperatorHas() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var meters = new Meters(registry);
        meters.hypervisorUp(
                named(new XenHypervisor()),
                true,
                1,
                List.of(new Meters.Vm("5f0f2a52-0001-4000-8000-000000000001", "web", Optional.of(Instant.EPOCH))));
        meters.storageUp(named(new BackupStorage()), 1, 1);
        meters.missedRuns(named(new BackupPolicy()), "nightly", 1);
        meters.fullRead(named(new VmBackup()), "pool", "CbtBaseMissing", true);
        meters.leftovers(named(new XenHypervisor()), 1);

        var expressions = rules("{prometheusRule: {enabled: true}}").stream()
                .map(rule -> rule.path("expr").asText())
                .toList();
        var used = expressions.stream()
                .flatMap(expression -> METRIC.matcher(expression).results().map(MatchResult::group))
                .collect(Collectors.toSet());

        assertThat(used)
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(registry.scrape()).contains("\n" + metric + "{"));
    }

    private static <T extends HasMetadata> T named(T resource) {
        resource.setMetadata(
                new ObjectMetaBuilder().withNamespace("blue").withName("one").build());
        return resource;
    }

    private static List<JsonNode> rules(String values) {
        var rules = tree(Chart.render(values), "PrometheusRule").at("/spec/groups/0/rules");
        return StreamSupport.stream(rules.spliterator(), false).toList();
    }

    private static JsonNode tree(RenderedChart chart, String kind) {
        return new ObjectMapper().valueToTree(chart.foreign(kind));
    }
}
