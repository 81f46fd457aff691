package dev.lifeboat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.Api;
import dev.lifeboat.crds.BackupPolicy;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenVm;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChartCrdsTest {
    @Test
    void theChartBringsEveryKind() {
        var kinds = Stream.of(
                        BackupPolicy.class,
                        BackupStorage.class,
                        VmBackup.class,
                        VmRestore.class,
                        XenHypervisor.class,
                        XenVm.class)
                .map(CustomResource::getCRDName);

        assertThat(ChartCrds.all())
                .extracting(crd -> crd.getMetadata().getName())
                .containsExactlyInAnyOrderElementsOf(kinds.toList());
    }

    @Test
    void eachHasAStatusOfItsOwnAndOneStoredVersion() {
        assertThat(ChartCrds.all()).allSatisfy(crd -> {
            assertThat(crd.getSpec().getScope()).isEqualTo("Namespaced");
            assertThat(crd.getSpec().getVersions()).singleElement().satisfies(version -> {
                assertThat(version.getName()).isEqualTo(Api.VERSION);
                assertThat(version.getStorage()).isTrue();
                assertThat(version.getSubresources().getStatus()).isNotNull();
            });
        });
    }

    @Test
    void theReadmeAndTheNotesUseTheShortNamesOfTheCrds() {
        var notes = Chart.notes("{}");
        var readme = Chart.text("README.md");

        assertThat(ChartCrds.all())
                .flatExtracting(crd -> crd.getSpec().getNames().getShortNames())
                .hasSize(6)
                .allSatisfy(shortName -> {
                    assertThat(notes).contains(shortName);
                    assertThat(readme).contains("`" + shortName + "`");
                });
    }
}
