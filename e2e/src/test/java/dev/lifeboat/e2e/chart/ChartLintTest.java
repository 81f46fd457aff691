package dev.lifeboat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChartLintTest {
    @Test
    void helmHasNothingToSayAgainstTheChart() {
        var lint = Chart.lint();

        assertThat(lint.isFailed())
                .as(() -> String.join("\n", lint.getMessages()))
                .isFalse();
        assertThat(lint.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
    }

    @Test
    void byDefaultOnlyKindsOfKubernetesItselfAreMade() {
        var chart = Chart.render();

        assertThat(chart.kinds())
                .containsExactly(
                        "ClusterRole",
                        "ClusterRoleBinding",
                        "Deployment",
                        "NetworkPolicy",
                        "Service",
                        "ServiceAccount");
    }

    @Test
    void everyObjectSaysWhatItIsPartOf() {
        var chart = Chart.render("{replicas: 2, serviceMonitor: {enabled: true}, prometheusRule: {enabled: true}}");

        assertThat(chart.objects())
                .allSatisfy(object -> assertThat(object.getMetadata().getLabels())
                        .containsEntry("app.kubernetes.io/name", "lifeboat")
                        .containsEntry("app.kubernetes.io/instance", Chart.RELEASE)
                        .containsEntry("app.kubernetes.io/part-of", "lifeboat")
                        .containsEntry("app.kubernetes.io/managed-by", "Helm")
                        .containsEntry("app.kubernetes.io/version", "0.1.0")
                        .containsEntry("helm.sh/chart", "lifeboat-0.1.0"));
    }

    @Test
    void longNamesAreCutToWhatKubernetesTakes() {
        var chart = Chart.render("{replicas: 2, fullnameOverride: " + "a".repeat(63) + "}");

        assertThat(chart.objects())
                .allSatisfy(object -> assertThat(object.getMetadata().getName()).hasSizeLessThanOrEqualTo(63));
    }

    @Test
    void aMisspeltFieldWouldNotPassUnnoticed() {
        var yaml = """
            apiVersion: v1
            kind: Service
            spec: {selektor: {}}
            """;

        assertThatThrownBy(() -> RenderedChart.of(yaml)).hasStackTraceContaining("selektor");
    }

    @Test
    void theNotesNameTheNextSteps() {
        var notes = Chart.notes("{}");

        assertThat(notes)
                .contains("all namespaces")
                .contains("rollout status deployment/lifeboat")
                .contains("xhv", "xvm", "xbs", "xbp", "xvb", "xvr")
                .contains("kubectl apply --server-side --force-conflicts -f charts/lifeboat/crds");
    }
}
