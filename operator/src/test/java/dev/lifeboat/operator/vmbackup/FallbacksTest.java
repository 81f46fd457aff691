package dev.lifeboat.operator.vmbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lifeboat.agent.api.FullReason;
import dev.lifeboat.agent.api.Protocol;
import dev.lifeboat.crds.BackupStrategy;
import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.VmBackupReason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FallbacksTest {
    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource
    void warnsOfAFullRead(BackupType type, FullReason reason, boolean warned) {
        var report = Sample.report(Sample.diskReport(Protocol.NbdTls, Optional.of(reason)));
        assertThat(Fallbacks.warnings(Specs.spec(type), Sample.traits(), Strategy.Kind.Cbt, report))
                .hasSize(warned ? 1 : 0);
    }

    static Stream<Arguments> warnsOfAFullRead() {
        return Stream.of(
                arguments(BackupType.Auto, FullReason.FirstBackup, false),
                arguments(BackupType.Incremental, FullReason.FirstBackup, true),
                arguments(BackupType.Auto, FullReason.CbtNotAllowed, false),
                arguments(BackupType.Auto, FullReason.DifferenceUnavailable, false),
                arguments(BackupType.Incremental, FullReason.DifferenceUnavailable, true),
                arguments(BackupType.Auto, FullReason.BaseSnapshotMissing, true),
                arguments(BackupType.Auto, FullReason.CbtBaseMissing, true),
                arguments(BackupType.Auto, FullReason.CbtChainBroken, true),
                arguments(BackupType.Auto, FullReason.VdiReplaced, true),
                arguments(BackupType.Full, FullReason.UserRequest, false),
                arguments(BackupType.Full, FullReason.ScheduledFull, false),
                arguments(BackupType.Incremental, FullReason.UserRequest, false));
    }

    @Test
    void countsTheDisksOfACompleteBackupThatWereReadWhole() {
        var lost = Requests.finished(
                List.of(Requests.met("Complete")), "CbtBaseMissing", null, "FirstBackup", "WordOfAnotherRelease");

        assertThat(FullReads.of(BackupType.Auto, lost))
                .containsExactly(
                        new FullReads.Read(FullReason.CbtBaseMissing, true),
                        new FullReads.Read(FullReason.FirstBackup, false));
        assertThat(FullReads.of(BackupType.Auto, Requests.finished(List.of(), "CbtBaseMissing")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void saysASentenceForEachReason(FullReason reason) {
        var report = Sample.report(Sample.diskReport(Protocol.NbdTls, Optional.of(reason)));

        assertThat(Fallbacks.because(reason)).endsWith(".");
        assertThat(Fallbacks.warnings(Specs.spec(), Sample.traits(), Strategy.Kind.Cbt, report))
                .isEqualTo(
                        Fallbacks.unplanned(BackupType.Auto, reason)
                                ? List.of(new Warning(
                                        VmBackupReason.UnplannedFull,
                                        "Disk 0 was read whole (" + reason + "): " + Fallbacks.because(reason)))
                                : List.of());
    }

    @Test
    void trackingThatWasOffMayBeOffStill() {
        assertThat(Fallbacks.because(FullReason.CbtDisabled))
                .contains("If tracking is still off", "xe vdi-enable-cbt", "cbt.enableOnFirstBackup");
    }

    @Test
    void anIncrementalOverNbdIsWorthNoWord() {
        var report = Sample.report(Sample.diskReport(Protocol.NbdTls, Optional.empty()));
        assertThat(Fallbacks.warnings(Specs.spec(), Sample.traits(), Strategy.Kind.Cbt, report))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aDiskThatCameOverHttpIsADetourOnlyWhereNbdWasMeant(Strategy.Kind kind) {
        var report = Sample.report(Sample.diskReport(Protocol.Http, Optional.empty()));
        assertThat(Fallbacks.warnings(Specs.spec(), Sample.traits(), kind, report))
                .hasSize(kind == Strategy.Kind.Xva ? 0 : 1);
        assertThat(Fallbacks.warnings(
                        Specs.reading(BackupStrategy.Mode.Raw), Sample.traits(), Strategy.Kind.Raw, report))
                .isEmpty();
    }
}
