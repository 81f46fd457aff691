package dev.lifeboat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ChartMonitoringTest {
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

    private static List<JsonNode> rules(String values) {
        var rules = tree(Chart.render(values), "PrometheusRule").at("/spec/groups/0/rules");
        return StreamSupport.stream(rules.spliterator(), false).toList();
    }

    private static JsonNode tree(RenderedChart chart, String kind) {
        return new ObjectMapper().valueToTree(chart.foreign(kind));
    }
}
