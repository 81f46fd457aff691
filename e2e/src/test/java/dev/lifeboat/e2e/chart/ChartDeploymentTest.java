package dev.lifeboat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChartDeploymentTest {
    @Test
    void theOperatorRunsWithoutAnyPrivilege() {
        var pod = deployment("{}").getSpec().getTemplate().getSpec();
        var container = pod.getContainers().getFirst();

        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(65532);
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getSecurityContext().getCapabilities().getAdd()).isEmpty();
    }

    @Test
    void onlyTheTemporaryFolderCanBeWritten() {
        var pod = deployment("{}").getSpec().getTemplate().getSpec();

        assertThat(pod.getVolumes())
                .singleElement()
                .satisfies(volume -> assertThat(volume.getEmptyDir()).isNotNull());
        assertThat(pod.getContainers().getFirst().getVolumeMounts())
                .singleElement()
                .satisfies(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp"));
    }

    @Test
    void memoryIsLimitedAndCpuIsNot() {
        var resources = container("{}").getResources();

        assertThat(resources.getRequests()).containsKeys("cpu", "memory");
        assertThat(resources.getLimits()).containsOnly(Map.entry("memory", new Quantity("512Mi")));
    }

    @Test
    void theImageIsTheChartsVersionPulledOnce() {
        var container = container("{}");

        assertThat(container.getImage()).isEqualTo("lifeboat-operator:0.1.0");
        assertThat(container.getImagePullPolicy()).isEqualTo("IfNotPresent");
    }

    @Test
    void aDigestWinsOverTheTag() {
        var digest = "sha256:" + "0f".repeat(32);

        var container =
                container("{imageRegistry: registry.example.com/lifeboat/, operator: {image: {tag: '9', digest: '"
                        + digest + "', pullPolicy: Always}}}");

        assertThat(container.getImage()).isEqualTo("registry.example.com/lifeboat/lifeboat-operator@" + digest);
        assertThat(container.getImagePullPolicy()).isEqualTo("Always");
    }

    @Test
    void probesAskTheHttpPort() {
        var container = container("{}");

        assertThat(container.getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getName()).isEqualTo("http");
            assertThat(port.getContainerPort()).isEqualTo(8080);
        });
        assertProbe(container.getStartupProbe(), "/healthz");
        assertProbe(container.getLivenessProbe(), "/healthz");
        assertProbe(container.getReadinessProbe(), "/readyz");
    }

    @Test
    void selectorsMatchTheLabelsOfThePod() {
        var chart = Chart.render("{replicas: 2, operator: {podLabels: {team: storage}}}");
        var deployment = chart.only(Deployment.class);
        var labels = deployment.getSpec().getTemplate().getMetadata().getLabels();

        assertThat(labels)
                .containsEntry("team", "storage")
                .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels())
                .containsAllEntriesOf(chart.only(Service.class).getSpec().getSelector())
                .containsAllEntriesOf(chart.only(PodDisruptionBudget.class)
                        .getSpec()
                        .getSelector()
                        .getMatchLabels());
    }

    @Test
    void theSelectorHoldsNothingThatAnUpgradeChanges() {
        var selector = deployment("{}").getSpec().getSelector().getMatchLabels();

        assertThat(selector).doesNotContainKeys("app.kubernetes.io/version", "helm.sh/chart");
    }

    @Test
    void aSingleOperatorIsGoneBeforeTheNextComes() {
        var chart = Chart.render();

        assertThat(chart.only(Deployment.class).getSpec().getReplicas()).isEqualTo(1);
        assertThat(chart.only(Deployment.class).getSpec().getStrategy().getType())
                .isEqualTo("Recreate");
        assertThat(chart.all(PodDisruptionBudget.class)).isEmpty();
    }

    @Test
    void severalOperatorsAreReplacedOneByOne() {
        var chart = Chart.render("replicas: 2");

        assertThat(chart.only(Deployment.class).getSpec().getStrategy().getType())
                .isEqualTo("RollingUpdate");
        assertThat(chart.only(PodDisruptionBudget.class)
                        .getSpec()
                        .getMaxUnavailable()
                        .getIntVal())
                .isEqualTo(1);
    }

    @Test
    void theServiceAccountGivesItsTokenToTheOperatorAlone() {
        var chart = Chart.render();
        var pod = chart.only(Deployment.class).getSpec().getTemplate().getSpec();
        var account = chart.only(ServiceAccount.class);

        assertThat(account.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getServiceAccountName()).isEqualTo(account.getMetadata().getName());
        assertThat(pod.getAutomountServiceAccountToken()).isTrue();
    }

    @Test
    void aServiceAccountOfOnesOwnIsUsed() {
        var chart = Chart.render("serviceAccount: {create: false, name: backups}");

        assertThat(chart.all(ServiceAccount.class)).isEmpty();
        assertThat(chart.only(Deployment.class)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getServiceAccountName())
                .isEqualTo("backups");
    }

    private static void assertProbe(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
    }

    private static Deployment deployment(String values) {
        return Chart.render(values).only(Deployment.class);
    }

    private static Container container(String values) {
        return deployment(values)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }
}
