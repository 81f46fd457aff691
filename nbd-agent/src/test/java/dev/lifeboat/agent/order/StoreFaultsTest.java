package dev.lifeboat.agent.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.agent.api.BackupReport;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.FailureReport;
import dev.lifeboat.agent.api.RestoreReport;
import dev.lifeboat.agent.nbd.ScriptedNbdServer.Script;
import dev.lifeboat.agent.progress.ProgressBoard;
import dev.lifeboat.repository.Repository;
import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.errors.ObjectStoreException.Operation;
import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import dev.lifeboat.repository.errors.OutdatedKeysException;
import dev.lifeboat.repository.objectstore.FaultyObjectStore;
import dev.lifeboat.repository.objectstore.ForwardingObjectStore;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.RetryPolicy;
import dev.lifeboat.repository.objectstore.RetryingObjectStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A store that misbehaves during a run: it ends in the right bytes, or says clearly why not, and what was there before
/// is there still.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StoreFaultsTest {
    private static final int DISK_BYTES = 24 << 20;

    private final Scene scene = new Scene(DISK_BYTES);
    private final ProgressBoard board = new ProgressBoard(Clock.systemUTC());

    @BeforeEach
    void anEarlierPoint() throws Exception {
        scene.serve(_ -> new Script.Serve());
        assertThat(scene.execute(scene.full("before"))).isInstanceOf(BackupReport.class);
        new Random(8).nextBytes(scene.disk);
        scene.serve(_ -> new Script.Serve());
    }

    @AfterEach
    void whatWasThereBeforeIsThereStill() throws Exception {
        var before = new byte[DISK_BYTES];
        new Random(7).nextBytes(before);
        assertThat(scene.content("before")).isEqualTo(before);
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void slowDownsTimeoutsAndLostAnswersEndInTheRightBytes(int seed) {
        var faulty = FaultyObjectStore.with(scene.store, new Random(seed))
                .failingBefore(0.15)
                .losingAnswers(0.1);

        assertThat(scene.execute(scene.full("p-1"), patient(metered(faulty)), board))
                .isInstanceOf(BackupReport.class);
        assertThat(scene.content("p-1")).isEqualTo(scene.disk);
        assertThat(scene.execute(scene.restore("p-1"), patient(faulty), board))
                .isInstanceOfSatisfying(
                        RestoreReport.class,
                        report -> assertThat(scene.pool.disks.get(
                                        report.disks().getFirst().vdiUuid()))
                                .isEqualTo(scene.disk));
        assertThat(board.now().doneBytes()).isEqualTo(board.now().totalBytes());
    }

    /// Refused from some put on, as when a key is revoked, a quota is reached, or a server goes away for good.
    @ParameterizedTest
    @CsvSource({
        "NEVER, StorageNotWritable, 0",
        "NEVER, StorageNotWritable, 2",
        "NEVER, StorageNotWritable, 5",
        "WITH_ROOM, StorageFull, 1",
        "WITH_ROOM, StorageFull, 4",
        "LATER, StorageUnreachable, 1",
        "LATER, StorageUnreachable, 4"
    })
    void aStoreThatTakesNothingMoreEndsTheOrderWithItsReason(Retry retry, FailureReason reason, int puts) {
        var refusing = new Refusing(scene.store, retry, puts, Integer.MAX_VALUE);

        var failure = (FailureReport) scene.execute(scene.full("p-1"), patient(metered(refusing)), board);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(Repository.open(scene.store).points()).hasSize(1);
        // Mended, the same order goes on from what was stored.
        var report = (BackupReport) scene.execute(scene.full("p-1"));
        assertThat(scene.content("p-1")).isEqualTo(scene.disk);
        var line = report.disks().getFirst();
        assertThat(line.readBytes() + line.resumedBytes()).isEqualTo(DISK_BYTES);
    }

    /// Of another agent, say, that opened the repository after a rekey.
    @Test
    void anObjectUnderNewerKeysIsReadByOpeningTheRepositoryAgain() {
        var newer = new AtomicInteger(1);
        var rekeyed = new ForwardingObjectStore(scene.store) {
            @Override
            public boolean putIfAbsent(ObjectKey key, ByteBuffer content) {
                if (key.value().startsWith("points/") && newer.getAndDecrement() > 0) {
                    throw new OutdatedKeysException(key.value(), "key 2", "keys up to 1");
                }
                return super.putIfAbsent(key, content);
            }
        };

        var line = ((BackupReport) scene.execute(scene.full("p-1"), rekeyed, board))
                .disks()
                .getFirst();
        newer.set(2);
        var failure = (FailureReport) scene.execute(scene.full("p-2"), rekeyed, board);

        assertThat(scene.content("p-1")).isEqualTo(scene.disk);
        assertThat(line.resumedBytes()).isEqualTo(DISK_BYTES);
        assertThat(failure.reason()).isEqualTo(FailureReason.RepositoryKeyRejected);
    }

    @Test
    void aStoreThatIsNotReadAnyMoreEndsARestoreAndItsVm() {
        var refusing = new Refusing(scene.store, Retry.NEVER, Integer.MAX_VALUE, 4);

        var failure = (FailureReport) scene.execute(scene.restore("before"), refusing, board);

        assertThat(failure.reason()).isEqualTo(FailureReason.StorageCredentialsRejected);
        assertThat(scene.pool.vms).isEmpty();
    }

    private MeteredStore metered(ObjectStore store) {
        return new MeteredStore(store, board);
    }

    private static RetryingObjectStore patient(ObjectStore store) {
        return new RetryingObjectStore(store, RetryPolicy.standard(), () -> new Random(1), _ -> {});
    }

    /// Works for a number of puts and gets, then not any more.
    private static final class Refusing extends ForwardingObjectStore {
        private final Retry retry;
        private final AtomicInteger puts;
        private final AtomicInteger gets;

        Refusing(ObjectStore store, Retry retry, int puts, int gets) {
            super(store);
            this.retry = retry;
            this.puts = new AtomicInteger(puts);
            this.gets = new AtomicInteger(gets);
        }

        private void count(AtomicInteger left, Operation operation, ObjectKey key) {
            if (left.getAndUpdate(count -> Math.max(0, count - 1)) == 0) {
                throw new ObjectStoreException(operation, key.value(), retry, "as the test wants", null);
            }
        }

        /// The first few are the session's own records; packs are what a run is made of.
        @Override
        public void put(ObjectKey key, ByteBuffer content) {
            if (key.value().startsWith("packs/")) {
                count(puts, Operation.PUT, key);
            }
            super.put(key, content);
        }

        @Override
        public OptionalLong getRange(ObjectKey key, long offset, ByteBuffer target) {
            count(gets, Operation.GET, key);
            return super.getRange(key, offset, target);
        }

        @Override
        public Optional<byte[]> getSuffix(ObjectKey key, int length) {
            count(gets, Operation.GET, key);
            return super.getSuffix(key, length);
        }
    }
}
