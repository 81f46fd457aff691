package dev.lifeboat.operator.backupstorage;

import dev.lifeboat.agent.api.ProbeReport;
import dev.lifeboat.crds.BackupStorage;
import dev.lifeboat.crds.BackupStorageReason;
import dev.lifeboat.crds.BackupStorageStatus;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.Reason;
import dev.lifeboat.operator.access.StorageLocation;
import dev.lifeboat.operator.status.ByteSize;
import dev.lifeboat.operator.status.ConditionsBuilder;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The whole status of a BackupStorage.
final class StorageStatus {
    private final BackupStorage storage;
    private final Clock clock;

    StorageStatus(BackupStorage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    BackupStorageStatus available(ProbeReport report) {
        var message = "The agent wrote, read and deleted in " + location()
                + (report.created() ? "; the repository is new" : "; the repository is there");
        return new BackupStorageStatus(
                generation(),
                BackupStorageStatus.Phase.Ready,
                ready("True", BackupStorageReason.Available, message),
                provider(),
                location(),
                new BackupStorageStatus.RepositoryStatus(
                        report.repositoryId(),
                        report.formatVersion(),
                        report.encryption().isPresent(),
                        report.encryption()
                                .map(seen ->
                                        new BackupStorageStatus.EncryptionStatus(seen.fingerprint(), seen.generation()))
                                .orElse(null)),
                new BackupStorageStatus.Usage(
                        report.logicalBytes(),
                        report.storedBytes(),
                        new ByteSize(report.storedBytes()).text(),
                        report.objects(),
                        report.points(),
                        ratio(report)),
                report.capabilities(),
                now());
    }

    /// The storage was looked at and is not well.
    BackupStorageStatus refused(Reason reason, String message) {
        return withKnown("False", reason, message, generation(), now());
    }

    /// It could not be looked at.
    BackupStorageStatus failed(String conditionStatus, Reason reason, String message) {
        return withKnown(
                conditionStatus, reason, message, generation(), lastProbe().orElse(null));
    }

    /// Being looked at: what the last probe found stands for a while, but a storage that was never seen, or not for
    /// long, says what it waits for.
    BackupStorageStatus probing(Optional<String> waitingFor, Duration interval) {
        var status = storage.getStatus();
        var last = lastProbe();
        if (status != null
                && last.isPresent()
                && clock.instant().isBefore(last.get().plus(patience(interval)))) {
            return status;
        }
        var which = last.isPresent() ? "The check that is due" : "The first check";
        return withKnown(
                "Unknown",
                last.isPresent() ? BackupStorageReason.ProbeFailed : BackupStorageReason.Initializing,
                waitingFor.map(why -> which + " has not finished: " + why).orElse(which + " is on its way"),
                status == null ? null : status.observedGeneration(),
                last.orElse(null));
    }

    /// An agent may have to wait for a node and for its image.
    private static Duration patience(Duration interval) {
        return interval.multipliedBy(2).plusMinutes(2);
    }

    Optional<Instant> lastProbe() {
        return Optional.ofNullable(storage.getStatus()).map(BackupStorageStatus::lastProbeTime);
    }

    boolean well() {
        return Conditions.isTrue(previous(), Conditions.READY);
    }

    /// Whether the last probe was of an earlier spec.
    boolean specChanged() {
        var status = storage.getStatus();
        return status == null || !generation().equals(status.observedGeneration());
    }

    private BackupStorageStatus withKnown(
            String conditionStatus,
            Reason reason,
            String message,
            @Nullable Long observedGeneration,
            @Nullable Instant lastProbe) {
        var known = storage.getStatus();
        return new BackupStorageStatus(
                observedGeneration,
                BackupStorageStatus.Phase.NotReady,
                ready(conditionStatus, reason, message),
                provider(),
                location(),
                known == null ? null : known.repository(),
                known == null ? null : known.usage(),
                known == null ? null : known.capabilities(),
                lastProbe);
    }

    private List<Condition> ready(String conditionStatus, Reason reason, String message) {
        return new ConditionsBuilder(previous(), storage, clock)
                .with(Conditions.READY, conditionStatus, reason, message)
                .build();
    }

    private List<Condition> previous() {
        var status = storage.getStatus();
        return status == null || status.conditions() == null ? List.of() : status.conditions();
    }

    private Long generation() {
        return storage.getMetadata().getGeneration();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private String provider() {
        return storage.getSpec().provider().s3() != null ? "S3" : "Filesystem";
    }

    private String location() {
        return StorageLocation.of(storage);
    }

    private static String ratio(ProbeReport report) {
        return report.storedBytes() == 0 || report.points() == 0
                ? ""
                : String.format(Locale.ROOT, "%.1fx", (double) report.logicalBytes() / report.storedBytes());
    }
}
