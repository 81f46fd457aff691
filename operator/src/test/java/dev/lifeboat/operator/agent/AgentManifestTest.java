package dev.lifeboat.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.agent.api.AgentJson;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentManifestTest {

    @Test
    void theOrderIsAFileAndNoSecretStandsInIt() {
        // given
        var order = Orders.onBucketWithPool();

        // when
        var manifest = new AgentManifest(order, Orders.SETTINGS);
        var text = manifest.configMap().getData().get("order.json");

        // then
        assertThat(AgentJson.readOrder(text)).isEqualTo(order.order());
        assertThat(container(order).getArgs()).contains("--order", "/etc/lifeboat/order/order.json");
        assertThat(Serialization.asYaml(manifest.job())).doesNotContain("password:");
    }

    @Test
    void anOrderOnAVolumeMountsTheClaim() {
        // given
        var order = Orders.onVolume();

        // when
        var job = new AgentManifest(order, Orders.SETTINGS).job();

        // then
        assertThat(job.getSpec().getTemplate().getSpec().getVolumes())
                .extracting(Volume::getName)
                .containsExactly("order", "tmp", "repository-key", "storage");
        assertThat(container(order).getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .containsExactly(
                        "/etc/lifeboat/order", "/tmp", "/etc/lifeboat/repository-key", "/var/lib/lifeboat/storage");
        assertThat(container(order).getArgs())
                .contains("--volume", "/var/lib/lifeboat/storage")
                .doesNotContain("--storage-credentials", "--pool-credentials");
    }

    @Test
    void anOrderOnABucketMountsItsKeysAndThePoolsPasswordReadOnly() {
        // given
        var order = Orders.onBucketWithPool();

        // when
        var mounts = container(order).getVolumeMounts().stream()
                .filter(mount -> List.of("pool", "storage", "repository-key").contains(mount.getName()))
                .toList();

        // then
        assertThat(mounts).hasSize(3).allMatch(VolumeMount::getReadOnly);
        assertThat(container(order).getArgs())
                .contains("--pool-credentials", "/etc/lifeboat/pool", "--storage-credentials", "/etc/lifeboat/storage")
                .contains("--repository-key", "/etc/lifeboat/repository-key");
    }

    /// What the agent does not end by itself, the kubelet kills two minutes after it counts as stalled; and it is asked
    /// patiently, since a pod that is slow is not dead.
    @Test
    void anAgentThatSaysItStandsStillIsKilled() {
        // when
        var probe = container(Orders.onVolume()).getLivenessProbe();

        // then
        assertThat(probe.getHttpGet().getPath()).isEqualTo("/healthz");
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
        assertThat(container(Orders.onVolume()).getPorts())
                .anySatisfy(port -> assertThat(port.getName()).isEqualTo("http"));
        assertThat(probe.getPeriodSeconds() * probe.getFailureThreshold()).isEqualTo(120);
        assertThat(probe.getTimeoutSeconds()).isLessThan(probe.getPeriodSeconds());
    }

    /// The agent needs ten seconds at most to clean up.
    @Test
    void aPodHasTimeToEnd() {
        // when
        var pod = new AgentManifest(Orders.onVolume(), Orders.SETTINGS)
                .job()
                .getSpec()
                .getTemplate()
                .getSpec();

        // then
        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(15);
    }

    @Test
    void thePodIsConfinedAndHasNoToken() {
        // when
        var pod = new AgentManifest(Orders.onVolume(), Orders.SETTINGS)
                .job()
                .getSpec()
                .getTemplate()
                .getSpec();

        // then
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        var container = pod.getContainers().getFirst().getSecurityContext();
        assertThat(container.getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
    }

    @Test
    void exitCodesDecideAboutRetriesAndEvictionsDoNotCount() {
        // when
        var spec = new AgentManifest(Orders.onVolume(), Orders.SETTINGS).job().getSpec();

        // then
        assertThat(spec.getBackoffLimit()).isEqualTo(3);
        assertThat(spec.getPodFailurePolicy().getRules())
                .extracting(rule -> rule.getAction() + " "
                        + Optional.ofNullable(rule.getOnExitCodes())
                                .map(codes -> codes.getValues().toString())
                                .orElse("evicted"))
                .containsExactly("Ignore evicted", "FailJob [2, 11, 143]", "Count [10]");
    }

    @Test
    void jobAndConfigMapGoWithTheirOwner() {
        // when
        var manifest = new AgentManifest(Orders.onVolume(), Orders.SETTINGS);

        // then
        assertThat(manifest.job().getMetadata().getOwnerReferences())
                .isEqualTo(manifest.configMap().getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> {
                    assertThat(owner.getKind()).isEqualTo("BackupStorage");
                    assertThat(owner.getUid()).isEqualTo("uid-1");
                });
    }

    @Test
    void aNameThatKubernetesWouldRefuseIsRefusedHere() {
        // given
        var order = Orders.onVolume();

        // then
        assertThatThrownBy(() ->
                        new AgentOrder(order.owner(), "n".repeat(64), order.order(), Optional.empty(), order.storage()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("63");
    }

    private static Container container(AgentOrder order) {
        return new AgentManifest(order, Orders.SETTINGS)
                .job()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst();
    }
}
