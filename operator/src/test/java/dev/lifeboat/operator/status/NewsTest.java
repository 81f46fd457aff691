package dev.lifeboat.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.BackupStorageReason;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.Reason;
import dev.lifeboat.crds.VmBackupReason;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.fakes.PlainBackup;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewsTest {
    private static final VmBackupStatus RUNNING = status(Conditions.COMPLETE, "False", VmBackupReason.Transferring);
    private static final VmBackupStatus WAITING = status(Conditions.COMPLETE, "False", VmBackupReason.StorageNotReady);
    private static final VmBackupStatus UNREACHABLE =
            status(Conditions.COMPLETE, "False", VmBackupReason.PoolUnreachable);

    @Test
    void aRunningBackupThatMeetsAProblemWarnsOnceAndGoesOnWithoutAWarning() {
        assertThat(type(News.ofProblem(RUNNING, UNREACHABLE))).contains("Warning");
        assertThat(News.ofProblem(UNREACHABLE, UNREACHABLE)).isEmpty();
        assertThat(type(News.of(UNREACHABLE, RUNNING))).contains("Normal");
    }

    @Test
    void toWaitIsNoCauseForAWarning() {
        assertThat(type(News.of(null, WAITING))).contains("Normal");
    }

    @Test
    void aBackupThatFailedWarnsHoweverItCameToThat() {
        // given
        var failed = status(Conditions.FAILED, "True", VmBackupReason.AgentFailed);

        // then
        assertThat(type(News.of(RUNNING, failed))).contains("Warning");
        assertThat(type(News.ofProblem(RUNNING, failed))).contains("Warning");
    }

    @ParameterizedTest
    @CsvSource({
        "True, Connected, Normal",
        "False, CredentialsRejected, Warning",
        "Unknown, NotReachable, Warning",
        "False, Suspended, Normal"
    })
    void whatIsNotReadyWarnsUnlessThatIsExpected(String ready, XenHypervisorReason reason, String eventType) {
        assertThat(type(News.of(null, status(Conditions.READY, ready, reason)))).contains(eventType);
    }

    @Test
    void aStorageThatIsToBeProbedIsNoReasonToWarn() {
        assertThat(type(News.of(null, status(Conditions.READY, "Unknown", BackupStorageReason.Initializing))))
                .contains("Normal");
    }

    private static Optional<String> type(Optional<News> news) {
        return news.map(News::eventType);
    }

    private static VmBackupStatus status(String type, String status, Reason reason) {
        var condition = new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason.name())
                .build();
        return PlainBackup.status(condition, null, null, null);
    }
}
