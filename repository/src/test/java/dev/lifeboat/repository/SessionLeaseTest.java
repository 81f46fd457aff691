package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.errors.StaleSessionException;
import dev.lifeboat.repository.errors.StaleSessionException.Reason;
import dev.lifeboat.repository.manifest.DocumentFormat;
import dev.lifeboat.repository.manifest.Documents;
import dev.lifeboat.repository.manifest.SessionDocument;
import dev.lifeboat.repository.objectstore.ObjectEntry;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.point.BackupHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a session's lease promises to whoever deletes, and what the next writer makes of it.
class SessionLeaseTest extends OneDiskTest {

    @Test
    void theLeaseIsRenewedThoughNothingIsUploaded() {
        var agent = agent(Fixtures.header("p"));
        var begun = times.now();
        for (int minute = 0; minute < 600; minute++) {
            times.pass(Duration.ofMinutes(1));
            var lease = lease();
            assertThat(Duration.between(lease.renewedAt(), times.now())).isLessThan(Duration.ofMinutes(11));
            assertThat(lease.startedAt()).isEqualTo(begun);
        }

        agent.finish(8);

        assertThat(repository.points()).hasSize(1);
    }

    @Test
    void aWriterThatStoodStillForLongerThanItsLeaseDoesNotCommit() {
        var agent = agent(Fixtures.header("p"));
        agent.giveAll(8);
        times.stop(Duration.ofMinutes(56));

        assertThatThrownBy(agent::commit)
                .isInstanceOfSatisfying(
                        StaleSessionException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EXPIRED));
        times.pass(Duration.ofMinutes(1));
        assertThatThrownBy(agent::commit).isInstanceOf(StaleSessionException.class);

        assertThat(repository.points()).isEmpty();
    }

    @Test
    void theNextWriterTakesOverTheStartOfTheSession() {
        var begun = times.now();
        agent(Fixtures.header("p")).step(8);
        times.pass(Duration.ofMinutes(30));

        agent(Fixtures.header("p"));

        assertThat(lease().startedAt()).isEqualTo(begun);
        assertThat(lease().renewedAt()).isEqualTo(times.now());
    }

    @Test
    void workWhoseLeaseRanOutIsStillThereIfItsPacksAre() {
        var killed = agent(Fixtures.header("p"));
        killed.giveAll(8);
        times.stop(Duration.ofDays(2));

        var next = agent(Fixtures.header("p"));

        assertThat(next.leftBytes()).isLessThanOrEqualTo(Fixtures.STRICT.atRiskBytes());
        assertRestores(next);
    }

    @Test
    void workWhosePacksAreGoneIsDoneAgain() {
        agent(Fixtures.header("p")).giveAll(8);
        var packs = store.listAll("packs/").map(ObjectEntry::key).toList();
        store.delete(packs.get(packs.size() / 2));
        times.stop(Duration.ofDays(2));

        var next = agent(Fixtures.header("p"));

        assertThat(next.leftBytes()).isEqualTo(disk.pieces() * 512L);
        assertRestores(next);
    }

    @Test
    void anotherOrderUnderTheSameIdBeginsAnew() {
        var header = Fixtures.header("p");
        agent(header).giveAll(8);
        var changed = new BackupHeader(
                header.pointId(),
                header.vmUuid(),
                header.vmName(),
                header.poolUuid(),
                header.poolName(),
                Instant.parse("2026-03-02T10:15:30Z"),
                Map.of(),
                header.vmMetadata(),
                List.of(),
                List.of());

        var next = agent(changed);

        assertThat(next.leftBytes()).isEqualTo(disk.pieces() * 512L);
        assertThat(next.session().resumed().work().givenBytes()).isZero();
        assertRestores(next);
    }

    @Test
    void aDiskOfAnotherSizeOrOverAnotherBaseBeginsAnewAndTheOthersGoOn() {
        var other = new ModelDisk(90_000);
        other.change(0, 200, new Random(3));
        var jobs = List.of(SmallAgent.Job.full("0", disk), SmallAgent.Job.full("1", other));
        new SmallAgent(repository, Fixtures.header("p"), jobs, new Random(1)).giveAll(8);
        times.pass(Duration.ofSeconds(20));
        var grown = other.grownTo(90_512);

        var next = new SmallAgent(
                repository,
                Fixtures.header("p"),
                List.of(SmallAgent.Job.full("0", disk), SmallAgent.Job.full("1", grown)),
                new Random(1));

        assertThat(next.leftBytes()).isEqualTo(grown.pieces() * 512L);
        var point = next.finish(8);
        grown.assertEqualTo(repository.reader(point.disks().get(1)), new Random(1));
    }

    @Test
    void damagedRecordsOfASessionCostWorkAndNothingElse() {
        for (var damage : List.of(new byte[0], new byte[300], "{}\n{}\n".getBytes(StandardCharsets.UTF_8))) {
            var killed = agent(Fixtures.header("p"));
            killed.giveAll(8);
            store.listAll("sessions/")
                    .map(ObjectEntry::key)
                    .filter(key -> key.value().contains("checkpoint"))
                    .toList()
                    .forEach(key -> store.put(key, ByteBuffer.wrap(damage)));

            var next = agent(Fixtures.header("p"));

            assertThat(next.leftBytes()).isEqualTo(disk.pieces() * 512L);
            next.session().abandon();
            var again = agent(Fixtures.header("p"));
            again.giveAll(8);
            store.put(leaseKey(), ByteBuffer.wrap(damage));
            assertRestores(agent(Fixtures.header("p")));
            repository.deletePoint(Fixtures.VM, Fixtures.header("p").pointId());
        }
    }

    @Test
    void theLastCheckpointThatCanBeReadIsGoneOnFrom() {
        var killed = agent(Fixtures.header("p"));
        killed.giveAll(8);
        var last = store.listAll("sessions/")
                .map(ObjectEntry::key)
                .filter(key -> key.value().contains("checkpoint"))
                .reduce((_, key) -> key)
                .orElseThrow();
        store.put(last, ByteBuffer.wrap(new byte[40]));

        var next = agent(Fixtures.header("p"));

        assertThat(next.leftBytes()).isBetween(1L, 2 * Fixtures.STRICT.atRiskBytes());
        assertRestores(next);
    }

    private void assertRestores(SmallAgent agent) {
        var point = agent.finish(8);
        disk.assertEqualTo(repository.reader(point.disks().getFirst()), new Random(5));
        // A writer that was only thought dead may still add a checkpoint to a session that is over.
        assertThat(store.listAll("sessions/")
                        .filter(entry -> !entry.key().value().contains("/checkpoint-")))
                .isEmpty();
    }

    private SmallAgent agent(BackupHeader header) {
        return new SmallAgent(repository, header, List.of(SmallAgent.Job.full("0", disk)), new Random(1));
    }

    private ObjectKey leaseKey() {
        return store.listAll("sessions/")
                .map(ObjectEntry::key)
                .filter(key -> key.value().endsWith("/lease"))
                .findFirst()
                .orElseThrow();
    }

    private SessionDocument lease() {
        var content = store.get(leaseKey()).orElseThrow();
        return new Documents(Seals.unencrypted())
                .read(leaseKey(), content, DocumentFormat.SESSION, SessionDocument.class);
    }
}
